package main

import (
	"context"
	"iter"
	"time"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A cloud is a service whose invitations can be listed.
type cloud struct {
	name string
	// statuses are those that the service is known to have.
	statuses []string
	// list walks the invitations that the options ask for, before -status. It
	// calls progress after each page, in the goroutine that walks.
	list func(ctx context.Context, o options, progress func(pagination.Progress)) iter.Seq2[row, error]
}

// clouds are all there are; the first is the default.
var clouds = []cloud{huawei}

func cloudNames() []string {
	var out []string
	for _, c := range clouds {
		out = append(out, c.name)
	}
	return out
}

// A row is an invitation, of whatever cloud.
type row struct {
	cloud, id, urn, status      string
	targetType, target          string
	organization                string
	inviterID, inviter          string
	created, updated, expiresAt time.Time
	notes                       string
	// value is the invitation as JSON has it.
	value any
}

// pages are the options that every cloud's pager takes. A limit on what is listed
// is one on what is read only where nothing is left out.
func (o options) pages(progress func(pagination.Progress)) []pagination.Option {
	opts := []pagination.Option{pagination.WithProgress(progress)}
	if o.pageSize > 0 {
		opts = append(opts, pagination.WithPageSize(o.pageSize))
	}
	if o.limit > 0 && o.statuses == nil {
		opts = append(opts, pagination.WithLimit(o.limit))
	}
	return opts
}
