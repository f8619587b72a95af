package pagination

import (
	"context"
	"fmt"
	"iter"
	"sync"
)

// A job is what a [pool] does with each of its inputs.
type job[In, Out any] struct {
	// name and inputs name the function and its inputs in errors.
	name, inputs string
	// run sends the outputs of an input. It stops when send returns false.
	run func(ctx context.Context, in In, send func(Out) bool) error
	// failed converts the error of run to what the consumer receives.
	failed func(in In, err error) (Out, error)
}

// A pool runs a job for each input of a sequence, each in its own goroutine, and passes their
// outputs on in any order.
type pool[In, Out any] struct {
	job     job[In, Out]
	ctx     context.Context
	cancel  context.CancelFunc
	outputs chan output[Out]
	gone    chan struct{} // closed when the consumer takes no more outputs
	slots   chan struct{} // one for each running input
	running sync.WaitGroup
	end     error // why inputs are left; read it after outputs is closed
}

type output[Out any] struct {
	value    Out
	err      error
	panicked any
}

// runPool yields the outputs. It returns when all goroutines of the pool have ended.
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

// close ends the goroutines and returns when none is left. It cancels first, so that start
// takes no further input when a slot becomes free.
func (p *pool[In, Out]) close() {
	p.cancel()
	close(p.gone)
	for range p.outputs {
	}
}

// start runs each input in its own goroutine. It takes the next input from the sequence only
// when a slot is free.
func (p *pool[In, Out]) start(inputs iter.Seq2[In, error]) {
	p.end = p.incomplete(errNoReturn)
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
	if !p.ended() { // a sequence that watches the context may have ended early
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
	p.end = p.incomplete(withContext(p.ctx, nil))
	return true
}

func (p *pool[In, Out]) incomplete(err error) error {
	return fmt.Errorf("pagination: %s ended before its %s: %w", p.job.name, p.job.inputs, err)
}

// work runs the job for one input. If the job panics or ends its goroutine, work reports that.
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
		return // the context ended after start took the input, which must not get lost
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
