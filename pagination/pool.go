package pagination

import (
	"context"
	"fmt"
	"iter"
	"sync"
)

// A job is what a [pool] does with each of its inputs.
type job[In, Out any] struct {
	// name says in errors what ended before its inputs, and what these are.
	name, inputs string
	// run sends what comes of an input. It stops where send returns false.
	run func(ctx context.Context, in In, send func(Out) bool) error
	// failed turns the error of run into what the consumer gets.
	failed func(in In, err error) (Out, error)
}

// A pool runs a job for each input of a sequence, in goroutines of their own, and hands
// on what they send in any order.
type pool[In, Out any] struct {
	job     job[In, Out]
	ctx     context.Context
	cancel  context.CancelFunc
	outputs chan output[Out]
	gone    chan struct{} // closed when nobody takes outputs any more
	slots   chan struct{} // one for each input in work
	running sync.WaitGroup
	end     error // why there are inputs left; to be read once outputs is closed
}

type output[Out any] struct {
	value    Out
	err      error
	panicked any
}

// runPool yields the outputs. It returns when no goroutine of the pool is left.
func runPool[In, Out any](ctx context.Context, concurrency int, inputs iter.Seq2[In, error], j job[In, Out], yield func(Out, error) bool) {
	p := &pool[In, Out]{job: j, outputs: make(chan output[Out]), gone: make(chan struct{}), slots: make(chan struct{}, concurrency)}
	p.ctx, p.cancel = context.WithCancel(ctx)
	p.running.Go(func() { p.start(inputs) })
	go func() {
		p.running.Wait()
		close(p.outputs)
	}()
	defer p.close()
	for out := range p.outputs {
		if out.panicked != nil {
			panic(out.panicked)
		}
		if !yield(out.value, out.err) {
			return
		}
	}
	if p.end != nil {
		var none Out
		yield(none, p.end)
	}
}

// close ends the goroutines and returns when none is left. It cancels first: nobody may
// find that there is room for another input.
func (p *pool[In, Out]) close() {
	p.cancel()
	close(p.gone)
	for range p.outputs {
	}
}

// start takes each input to a goroutine of its own. The sequence goes on only when there
// is room for the next.
func (p *pool[In, Out]) start(inputs iter.Seq2[In, error]) {
	p.end = p.early(errNoReturn)
	defer func() {
		if r := recover(); r != nil {
			p.send(output[Out]{panicked: r})
		}
	}()
	if !p.acquire() {
		return
	}
	for in, err := range inputs {
		if err != nil {
			p.end = withContext(p.ctx, err)
			return
		}
		p.running.Go(func() {
			defer func() { <-p.slots }()
			p.work(in)
		})
		if !p.acquire() {
			return
		}
	}
	if !p.ended() { // a sequence that heeds the context may have ended for it
		p.end = nil
	}
}

// acquire waits for a slot, unless the context ends first.
func (p *pool[In, Out]) acquire() bool {
	select {
	case p.slots <- struct{}{}:
	case <-p.ctx.Done():
	}
	return !p.ended()
}

func (p *pool[In, Out]) ended() bool {
	if p.ctx.Err() == nil {
		return false
	}
	p.end = p.early(withContext(p.ctx, nil))
	return true
}

func (p *pool[In, Out]) early(err error) error {
	return fmt.Errorf("pagination: %s ended before its %s: %w", p.job.name, p.job.inputs, err)
}

// work runs the job for one input, and reports how it ended if it does not return.
func (p *pool[In, Out]) work(in In) {
	err := withContext(p.ctx, nil)
	defer func() {
		if r := recover(); r != nil {
			p.send(output[Out]{panicked: r})
		} else if err != nil {
			value, err := p.job.failed(in, err)
			p.send(output[Out]{value: value, err: err})
		}
	}()
	if err != nil {
		return // the input was taken too late: it fails, since it must not get lost
	}
	err = errNoReturn
	err = p.job.run(p.ctx, in, func(value Out) bool { return p.send(output[Out]{value: value}) })
}

func (p *pool[In, Out]) send(out output[Out]) bool {
	select {
	case p.outputs <- out:
		return true
	case <-p.gone:
		return false
	}
}
