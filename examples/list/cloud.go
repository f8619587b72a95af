package main

import (
	"context"
	"iter"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A cloud is a service whose invitations can be listed.
type cloud struct {
	name, title string
	// statuses are those that the service is known to have, in lower case.
	statuses    []string
	maxPageSize int
	flags       []string // of its own
	// noKeys says what to do where there are none.
	noKeys string
	// open checks the options and does no I/O.
	open func(options) (rows, error)
}

// rows walks the invitations that the options ask for, before -status.
type rows func(context.Context, ...pagination.Option) iter.Seq2[row, error]

// both are listed one after the other: the first one's invitations, then the second's.
const both = "both"

var clouds = []cloud{huawei, alibaba}

// cloudNames are the values of -cloud.
func cloudNames() []string {
	var out []string
	for _, c := range clouds {
		out = append(out, c.name)
	}
	return append(out, both)
}

// choose returns none for an unknown name.
func choose(name string) []cloud {
	if name == both {
		return clouds
	}
	for _, c := range clouds {
		if c.name == name {
			return []cloud{c}
		}
	}
	return nil
}

// A row is an invitation, of whatever cloud. For people, the clouds' words are all in
// lower case.
type row struct {
	cloud, id, urn, status      string
	targetType, target          string
	organization                string
	inviterID, inviter          string
	created, updated, expiresAt time.Time
	notes                       string
	// value is the invitation itself, as JSON has it.
	value any
}

func lower[S ~string](words ...S) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.ToLower(string(w))
	}
	return out
}
