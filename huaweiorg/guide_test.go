package huaweiorg

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest/guidetest"
)

var update = flag.Bool("update", false, "write the generated parts of README.md anew")

// TestGuide compares the guide with the code and with the tables of testdata/guide, which have
// the codes and actions that the service publishes.
func TestGuide(t *testing.T) {
	t.Parallel()
	require.NoError(t, guidetest.Guide{
		Package:  "huaweiorg",
		Rules:    append(codes[:len(codes):len(codes)], quotaExceeded),
		Unlisted: func(status int) auth.Rule { return ruleFor(status, "", "", nil) },
		Actions:  actions, PolicyVersion: "5.0",
	}.Check(*update))
}

func TestGuide_EveryCodeIsLinked(t *testing.T) {
	t.Parallel()
	for _, r := range codes {
		e := Error{ServiceError: auth.ServiceError{Op: "ListHandshakes", StatusCode: max(r.Status, 400), Code: r.Code}}
		assert.Contains(t, e.Error(), "see huaweiorg/README.md#error-codes", r.Code)
	}
	proxy := Error{ServiceError: auth.ServiceError{Op: "ListHandshakes", StatusCode: 502}}
	assert.NotContains(t, proxy.Error(), "README.md", "a response without a code may come from a proxy")
}
