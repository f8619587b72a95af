package main

import (
	"errors"
	"fmt"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// failures say why listings are not whole; nil if they are.
func (all listings) failures() error {
	var keyed *listing // one of those that have keys
	for _, l := range all {
		if !errors.Is(l.err, auth.ErrNoCredentials) {
			keyed = l
		}
	}
	var out []error
	for _, l := range all {
		switch {
		case l.err == nil:
		case !errors.Is(l.err, auth.ErrNoCredentials):
			out = append(out, all.sourceError(l))
		case keyed != nil:
			out = append(out, fmt.Errorf("no keys for %s, which is not listed: -cloud %s tells what to do, -cloud %s leaves it out",
				l.title, l.name, keyed.name))
		default:
			out = append(out, l.withoutKeys())
		}
	}
	if keyed == nil {
		out = append(out, errors.New("add -offline to see this program at work without an account"))
	}
	return errors.Join(out...)
}

func (all listings) sourceError(l *listing) error {
	if len(all) == 1 {
		return l.err
	}
	return &pagination.SourceError{Name: l.name, Err: l.err}
}

// withoutKeys says what to do, and behind that where keys were looked for.
func (l *listing) withoutKeys() error {
	err := l.err
	if e, ok := errors.AsType[*auth.SignError](err); ok {
		err = e.Err
	}
	return fmt.Errorf("no keys for %s\n%s\nin detail: %w", l.title, l.noKeys, err)
}
