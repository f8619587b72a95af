package alibabarm_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aliyun/credentials-go/credentials"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

// inner is the variable that says that the test runs as the other program.
const inner = "ALIBABARM_TEST_INNER"

// TestFromCredential_DEBUG starts itself as another program, because credentials-go reads
// DEBUG=credential when the program starts, and then prints its requests. The credentials
// come from the metadata service of an instance, which the test's proxy stands in for.
func TestFromCredential_DEBUG(t *testing.T) {
	if os.Getenv(inner) != "" {
		listWithMetadata(t)
		return
	}
	const metadataToken = "metadata-token-0123456789"
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPut:
			_, _ = fmt.Fprint(w, metadataToken)
		case strings.HasSuffix(r.URL.Path, "/role"):
			_, _ = fmt.Fprintf(w, `{"Code":"Success","AccessKeyId":%q,"AccessKeySecret":%q,"SecurityToken":%q,"Expiration":%q}`,
				canaryID, canarySecret, canaryToken, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
		default:
			_, _ = fmt.Fprint(w, "role")
		}
	}))
	defer proxy.Close()
	for _, debug := range []string{"", "credential"} {
		program := exec.Command(os.Args[0], "-test.run=^TestFromCredential_DEBUG$", "-test.v")
		program.Env = []string{
			"GORACE=atexit_sleep_ms=10", // or else it waits for a second under the race detector
			inner + "=1", "DEBUG=" + debug, "HTTP_PROXY=" + proxy.URL, "HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH"),
		}
		out, err := program.CombinedOutput()
		require.NoError(t, err, "%s", out)
		require.Contains(t, string(out), "PASS: TestFromCredential_DEBUG")

		var theirs, rest bytes.Buffer
		for line := range strings.Lines(string(out)) {
			if strings.HasPrefix(line, "> ") { // a header of a request of credentials-go
				theirs.WriteString(line)
			} else {
				rest.WriteString(line)
			}
		}
		assert.NotContains(t, rest.String(), metadataToken)
		assertClean(t, rest.String())
		assert.Equal(t, debug != "", strings.Contains(theirs.String(), metadataToken), "credentials-go prints the secret, as the documentation of FromCredential warns: %q", theirs.String())
	}
}

func listWithMetadata(t *testing.T) {
	credential, err := credentials.NewCredential(new(credentials.Config).SetType("ecs_ram_role"))
	require.NoError(t, err)
	p := alibabarm.FromCredential(credential)
	for range 20 { // credentials-go waits 1 s for each response, too little for a busy machine
		if _, err := p.Credentials(t.Context()); err == nil {
			break
		}
	}
	m := newMock(t)
	m.RegisterResponderWithQuery("POST", root, page(1, 100), func(req *http.Request) (*http.Response, error) {
		echo := fmt.Sprintf(`{"Code":"InvalidSecurityToken.Expired","Message":"string to sign %s"}`, req.Header.Get("X-Acs-Security-Token"))
		return respond(400, echo)(req)
	})
	c, err := alibabarm.NewClient(p, alibabarm.WithTransport(m))
	require.NoError(t, err)
	_, refused := c.ListHandshakesForResourceDirectory().Collect(t.Context())
	require.ErrorIs(t, refused, alibabarm.ErrUnauthenticated)
	keys, err := p.Credentials(t.Context())
	require.NoError(t, err)
	fmt.Printf("%v %+v %#v %s %+v %+v\n", p, keys, keys, keys, c, refused)
}
