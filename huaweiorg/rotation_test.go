package huaweiorg_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/huawei"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// clearSettings clears the variables that DefaultProvider reads.
func clearSettings(t *testing.T) {
	t.Helper()
	for _, name := range os.Environ() {
		if name, _, _ = strings.Cut(name, "="); strings.HasPrefix(name, "HUAWEICLOUD_SDK_") || strings.HasPrefix(name, "HC_CONTAINER_") {
			t.Setenv(name, "")
		}
	}
}

// TestDefaultProvider_rotation replaces the access key while the program runs. The cases are
// not parallel, because they change the environment.
func TestDefaultProvider_rotation(t *testing.T) {
	profile := filepath.Join(t.TempDir(), "credentials")
	for name, put := range map[string]func(t *testing.T, a huaweiorgtest.Account){
		"the profile file": func(t *testing.T, a huaweiorgtest.Account) {
			t.Setenv("HUAWEICLOUD_SDK_CREDENTIALS_FILE", profile)
			require.NoError(t,
				os.WriteFile(profile,
					fmt.Appendf(nil, "[global]\nak = %s\nsk = %s\ndomain_id = %s\n",
						a.Credentials.AccessKeyID, a.Credentials.AccessKeySecret, a.ID), 0o600))
		},
		"the environment": func(t *testing.T, a huaweiorgtest.Account) {
			t.Setenv("HUAWEICLOUD_SDK_AK", a.Credentials.AccessKeyID)
			t.Setenv("HUAWEICLOUD_SDK_SK", a.Credentials.AccessKeySecret)
			t.Setenv("HUAWEICLOUD_SDK_DOMAIN_ID", a.ID)
		},
	} {
		for after, pause := range map[string]time.Duration{"at once": 0, "after the window": time.Hour} {
			t.Run(name+" is read again "+after, func(t *testing.T) {
				clearSettings(t)
				outer := t // Setenv needs a test outside of the bubble
				synctest.Test(t, func(t *testing.T) {
					s := huaweiorgtest.New()
					account := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
					put(outer, account)
					client, err := huaweiorg.NewClient(huaweiorg.DefaultProvider(), huaweiorg.WithTransport(s.RoundTripper()))
					require.NoError(t, err)
					_, err = client.ListHandshakes().Collect(t.Context())
					require.NoError(t, err)
					account.Credentials.AccessKeyID += "NEXT"
					put(outer, s.AddAccount(account)) // this deletes the former access key
					time.Sleep(pause)
					_, err = client.ListHandshakes().Collect(t.Context())
					require.NoError(t, err)
					assert.Len(t, s.Requests(), 3, "the service refused the former access key once")
					_, err = client.ListHandshakes().Collect(t.Context())
					require.NoError(t, err)
					assert.Len(t, s.Requests(), 4)
				})
			})
		}
	}
}

// rejectingServices are IAM, STS and Organizations, which do not know the access key. They
// count the requests.
type rejectingServices struct{ requests map[string]int }

func (l *rejectingServices) RoundTrip(req *http.Request) (*http.Response, error) {
	service, _, _ := strings.Cut(req.URL.Host, ".")
	l.requests[service]++
	body := `{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: ak EXAMPLE not exist"}`
	header := http.Header{"Date": {time.Now().UTC().Format(http.TimeFormat)}}
	return &http.Response{StatusCode: 401, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
}

func TestDefaultProvider_lockOut(t *testing.T) {
	t.Run("an unknown access key signs one request a call, and one look-up", func(t *testing.T) {
		clearSettings(t)
		t.Setenv("HUAWEICLOUD_SDK_AK", "EXAMPLE")
		t.Setenv("HUAWEICLOUD_SDK_SK", "secret")
		synctest.Test(t, func(t *testing.T) {
			services := &rejectingServices{requests: map[string]int{}}
			client, err := huaweiorg.NewClient(huawei.DefaultProvider(huawei.WithTransport(services)), huaweiorg.WithTransport(services))
			require.NoError(t, err)
			for n := range 3 {
				_, err = client.ListHandshakes().Collect(t.Context())
				require.ErrorIs(t, err, huaweiorg.ErrUnauthenticated)
				assert.Equal(t, map[string]int{"iam": 1, "organizations": n + 1}, services.requests)
			}
		})
	})
}
