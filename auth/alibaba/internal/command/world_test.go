package command

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	secretKey   = "canary-secret-0123456789"
	secretToken = "canary-token-0123456789"
)

var testExpiry = time.Date(2099, 1, 2, 3, 4, 5, 0, time.UTC)

// assertNoSecret checks every error in the chain.
func assertNoSecret(t testing.TB, err error) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		printed := strings.ToLower(fmt.Sprintf("%v %+v %#v %q", err, err, err, err))
		assert.NotContains(t, printed, "canary-secret")
		assert.NotContains(t, printed, "canary-token")
	}
}
