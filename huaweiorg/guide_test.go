package huaweiorg

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest/guidetest"
)

var update = flag.Bool("update", false, "write the generated parts of README.md anew")

// The tables of testdata/guide are the codes and the actions that the service publishes.
func TestGuide(t *testing.T) {
	t.Parallel()
	require.NoError(t, guidetest.Guide{
		Package:  "huaweiorg",
		Rules:    append(codes[:len(codes):len(codes)], quotaExceeded),
		Unlisted: func(status int) auth.Rule { return ruleFor(status, "", "", nil) },
		Actions:  actions, PolicyVersion: "5.0",
	}.Check(*update))
}
