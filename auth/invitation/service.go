package invitation

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A Service is a client of either cloud in words that both share. The method Invitations of a
// client returns it. It is safe for concurrent use. Every call on a zero Service, or on the
// Service of a nil client, returns [auth.ErrInvalid].
type Service struct{ cloud Cloud }

// New returns the service of a cloud. Only the client packages need it.
func New(c Cloud) Service { return Service{cloud: c} }

// Name returns the value of [Invitation].Cloud, such as huawei, or "" for a zero Service.
func (s Service) Name() string { return s.cloud.Name }

// Sent lists the invitations that the caller's organization sent, in the service's order.
// An error comes last.
func (s Service) Sent(ctx context.Context) iter.Seq2[Invitation, error] {
	return stream(ctx, s, "Sent", func() iter.Seq2[Invitation, error] { return s.cloud.Sent(ctx, new(Reading)) })
}

// Received lists the invitations that the caller's account received, in the service's
// order. An error comes last.
func (s Service) Received(ctx context.Context) iter.Seq2[Invitation, error] {
	return stream(ctx, s, "Received", func() iter.Seq2[Invitation, error] { return s.cloud.Received(ctx, new(Reading)) })
}

// Members lists the accounts of the caller's organization, in the service's order. An error
// comes last. If the cloud cannot list accounts, the error is [errors.ErrUnsupported].
func (s Service) Members(ctx context.Context) iter.Seq2[Member, error] {
	return stream(ctx, s, "Members", func() iter.Seq2[Member, error] {
		if s.cloud.Members == nil {
			return func(yield func(Member, error) bool) { yield(Member{}, errors.ErrUnsupported) }
		}
		return s.cloud.Members(ctx)
	})
}

// stream yields the items of read, or the reason why the client can make no call.
func stream[T any](ctx context.Context, s Service, op string, read func() iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		if err := s.usable(ctx); err != nil {
			var none T
			yield(none, s.wrap(op, err))
			return
		}
		for item, err := range read() {
			if err != nil {
				err = s.wrap(op, err)
			}
			if !yield(item, err) {
				return
			}
		}
	}
}

// collect returns the items of a list for which keep returns true.
func collect(list iter.Seq2[Invitation, error], keep func(Invitation) bool) (items []Invitation, _ error) {
	for i, err := range list {
		if err != nil {
			return nil, err
		}
		if keep(i) {
			items = append(items, i)
		}
	}
	return items, nil
}

// usable returns why the client can make no call.
func (s Service) usable(ctx context.Context) error {
	if s.cloud.Usable == nil {
		return fmt.Errorf("the Service is zero; call the method Invitations of a client: %w", auth.ErrInvalid)
	}
	return s.cloud.Usable(ctx)
}

// refuse returns the error of a write that the client cannot make.
func (s Service) refuse(ctx context.Context, op string, err error) error {
	if s.cloud.Refuse == nil {
		return s.wrap(op, err)
	}
	return s.cloud.Refuse(ctx, op, err)
}

// wrap puts the operation in front of an error.
func (s Service) wrap(op string, err error) error {
	if s.cloud.Wrap == nil {
		return fmt.Errorf("invitation: %s: %w", op, err)
	}
	return s.cloud.Wrap(op, err)
}

// about puts the operation and the invitation in front of an error.
func (s Service) about(op, id string, err error) error {
	return s.wrap(op, fmt.Errorf("the invitation %s: %w", excerpt(id), err))
}
