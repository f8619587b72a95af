package export

import (
	"context"
	"iter"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A list is what is exported of a cloud.
type list struct {
	cloud clouds.Cloud
	pages func(context.Context, ...pagination.Option) iter.Seq2[batch, error]
	// exact: a cursor leads to just the invitation behind the last one, whatever
	// happens to the list. Page numbers do not.
	exact bool
}

// A batch is a page of a list.
type batch struct {
	rows []clouds.Row
	at   place // behind it
}

// A place is how far a list has been exported.
type place struct {
	Cursor pagination.Cursor `json:"cursor,omitempty"` // "": at the beginning, or done
	Done   bool              `json:"done,omitempty"`
}

// open finds every mistake in the options before anything is written.
func open(o options) ([]list, error) {
	var out []list
	for _, c := range o.clouds {
		l := list{cloud: c}
		var err error
		if c.Name == clouds.HuaweiName {
			l.exact = true
			l.pages, err = huaweiPages(o)
		} else {
			l.pages, err = alibabaPages(o)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

func huaweiPages(o options) (func(context.Context, ...pagination.Option) iter.Seq2[batch, error], error) {
	client, err := o.access.Huawei(func() (*huaweiorg.Client, error) { return clouds.OfflineHuawei(o.now, o.received) })
	if err != nil {
		return nil, err
	}
	pager := client.ListHandshakes()
	if o.received {
		pager = client.ListReceivedHandshakes()
	}
	return batches(pager, clouds.HuaweiRow), nil
}

func alibabaPages(o options) (func(context.Context, ...pagination.Option) iter.Seq2[batch, error], error) {
	client, err := o.access.Alibaba(func(version alibabarm.Option) (*alibabarm.Client, error) {
		return clouds.OfflineAlibaba(o.now, o.received, version)
	})
	if err != nil {
		return nil, err
	}
	pager := client.ListHandshakesForResourceDirectory()
	if o.received {
		pager = client.ListHandshakesForAccount()
	}
	return batches(pager, clouds.AlibabaRow), nil
}

func batches[T any](p *pagination.Pager[T], row func(T) clouds.Row) func(context.Context, ...pagination.Option) iter.Seq2[batch, error] {
	return func(ctx context.Context, opts ...pagination.Option) iter.Seq2[batch, error] {
		return pagination.Map(p.With(opts...).Pages(ctx), func(page *pagination.Page[T]) batch {
			b := batch{at: place{Cursor: page.Next(), Done: page.Last()}}
			for _, item := range page.Items {
				b.rows = append(b.rows, row(item))
			}
			return b
		})
	}
}

// rest are the pages that are not exported yet. The last page is the end of an exact
// list. That of another says nothing, as the list may be found to have moved: that it
// is done comes behind its pages, as a batch of its own.
func (l list) rest(ctx context.Context, o options, begun progress) iter.Seq2[batch, error] {
	if begun.Done {
		return func(func(batch, error) bool) {}
	}
	if l.exact {
		return l.pages(ctx, o.pages(begun.Cursor)...)
	}
	return func(yield func(batch, error) bool) {
		skip := begun.exported.clone()
		for b, err := range l.pages(ctx, o.pages("")...) {
			if !yield(b.without(skip), err) || err != nil {
				return
			}
		}
		yield(batch{at: place{Done: true}}, nil)
	}
}

// without leaves out what is in the file, and the place, to which nothing leads back.
func (b batch) without(skip exported) batch {
	var out batch
	for _, r := range b.rows {
		if !skip.take(r) {
			out.rows = append(out.rows, r)
		}
	}
	return out
}
