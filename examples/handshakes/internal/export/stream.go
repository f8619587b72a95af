package export

import (
	"io"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// An output takes the invitations of a page, and the place to go on behind it.
type output interface {
	// begun is where an earlier run came to.
	begun(cloud string) progress
	append(rows []invitation.Invitation, cloud string, at place) error
	finish() error
}

// A stream is stdout: what was written cannot be taken back or continued.
type stream struct{ w io.Writer }

func (s stream) begun(string) progress { return progress{} }

func (s stream) append(rows []invitation.Invitation, _ string, _ place) error {
	text, err := lines(rows)
	if err == nil {
		_, err = s.w.Write(text)
	}
	return err
}

func (s stream) finish() error { return nil }
