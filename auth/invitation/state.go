package invitation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A side says whose list an invitation is in, from the caller's point of view.
type side uint8

const (
	eitherSide side = iota
	sentSide
	receivedSide
)

func sideOf(received bool) side {
	if received {
		return receivedSide
	}
	return sentSide
}

// errAbsent means that complete lists do not show an invitation. A new one may take a while to
// appear.
var errAbsent = fmt.Errorf("no list of the caller shows it: %w", auth.ErrNotFound)

// Get returns the current state of an invitation that the caller sent or received. It uses
// whichever read shows the invitation to this caller: an account that was invited and has not
// joined sees it in its received list.
//
// The error is [auth.ErrNotFound] only if no read shows the invitation and the service
// permitted each read that could show it. Otherwise, if a read is denied, the error is the
// [auth.ErrPermission] of that read. A new invitation may be invisible for about 45 seconds.
func (s Service) Get(ctx context.Context, id string) (Invitation, error) {
	if err := s.usableFor(ctx, id); err != nil {
		return Invitation{}, s.wrap(opGet, err)
	}
	i, err := s.cloud.state(ctx, lookup{id: id, certain: true})
	if err != nil {
		return i, s.about(opGet, id, err)
	}
	return i, nil
}

// usableFor returns why the client can make no call about the invitation.
func (s Service) usableFor(ctx context.Context, id string) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	return s.cloud.CheckID(id)
}

// A lookup says which invitation to read.
type lookup struct {
	id string
	in side
	// certain is for a single look, which must not miss the invitation in a list that moves.
	certain bool
}

// state reads the state of an invitation by its ID, and from a list if that does not show it.
// Only a list may show an invitation that has ended.
func (c *Cloud) state(ctx context.Context, l lookup) (Invitation, error) {
	var hidden error // why Show does not return it
	if l.in != receivedSide || c.ShowsReceived {
		i, err := c.Show(ctx, l.id)
		if err == nil || !isAny(err, auth.ErrConflict, auth.ErrPermission, auth.ErrNotFound) {
			return i, err
		}
		hidden = err
	}
	var denied, notFound error
	for _, list := range c.lists(l.in) {
		i, shown, err := l.find(list.read(ctx, &Reading{Certain: l.certain}))
		switch {
		case shown:
			return i, nil
		case err == nil, l.in == eitherSide && list.sent && errors.Is(err, auth.ErrNotInOrganization):
			// It is not there: an account in no organization has sent nothing.
		case !errors.Is(err, auth.ErrPermission):
			return Invitation{}, err
		case isNotFound(hidden) && !errors.Is(err, auth.ErrNotInOrganization) && (list.sent || c.ShowsReceived):
			notFound = hidden
		default:
			denied = cmp.Or(denied, err)
		}
	}
	switch {
	case denied != nil:
		return Invitation{}, denied
	case notFound != nil:
		return Invitation{}, notFound
	case hidden != nil:
		return Invitation{}, fmt.Errorf("%w; %w", errAbsent, hidden)
	default:
		return Invitation{}, errAbsent
	}
}

// isNotFound reports whether an error says that an invitation does not exist. One cloud also
// returns [auth.ErrNotFound] to an account in no organization.
func isNotFound(err error) bool {
	return errors.Is(err, auth.ErrNotFound) && !errors.Is(err, auth.ErrNotInOrganization)
}

// A list is one of the two lists of a cloud.
type list struct {
	read func(context.Context, *Reading) iter.Seq2[Invitation, error]
	sent bool
}

// lists returns the lists that can show an invitation, the shorter one first.
func (c *Cloud) lists(in side) []list {
	switch received, sent := (list{read: c.Received}), (list{read: c.Sent, sent: true}); in {
	case sentSide:
		return []list{sent}
	case receivedSide:
		return []list{received}
	default:
		return []list{received, sent}
	}
}

// find looks for the invitation in a list.
func (l lookup) find(list iter.Seq2[Invitation, error]) (_ Invitation, shown bool, _ error) {
	for i, err := range list {
		if err != nil {
			return Invitation{}, false, err
		}
		if i.ID == l.id {
			return i, true, nil
		}
	}
	return Invitation{}, false, nil
}
