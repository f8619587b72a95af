package accept

import (
	"context"
	"iter"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

// A cloud is one in which accounts are invited.
type cloud struct {
	clouds.Cloud
	organizationFlag, accountFlag string
	organizations                 string // what it calls them
	// offlineTrust is the organization that -offline trusts where nothing else is said.
	offlineTrust string
	// open gives the caller's account, and does no I/O.
	open func(options) (account, error)
}

// An account is the caller's, which was invited.
type account struct {
	received clouds.Rows
	// acceptFrom has an outcome for each received invitation. Without act it only plans.
	acceptFrom func(ctx context.Context, t trust, act bool) iter.Seq2[outcome.Row, error]
	// accept accepts one invitation.
	accept func(ctx context.Context, id string) (clouds.Row, error)
}

func all() []cloud { return []cloud{huawei(), alibaba()} }
