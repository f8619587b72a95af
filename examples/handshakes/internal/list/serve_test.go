package list

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// serve starts a service that the program finds through the environment, with 300
// sent invitations, or with those given. The flags are for it alone.
func serve(t *testing.T, seed ...huaweiorg.Handshake) (s *huaweiorgtest.Service, flags string) {
	t.Helper()
	s = huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	if seed == nil {
		seed = s.Believable(300)
	}
	s.Seed(seed...)
	url, err := s.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	t.Setenv("HUAWEICLOUD_SDK_AK", root.Credentials.AccessKeyID)
	t.Setenv("HUAWEICLOUD_SDK_SK", root.Credentials.AccessKeySecret)
	t.Setenv("HUAWEICLOUD_SDK_SECURITY_TOKEN", "")
	t.Setenv("HUAWEICLOUD_SDK_DOMAIN_ID", root.ID)
	t.Setenv("HUAWEICLOUD_SDK_IDP_ID", "")
	return s, "-cloud huawei -huawei-endpoint " + url + " "
}

// serveAlibaba does the same for the other cloud, with 240.
func serveAlibaba(t *testing.T, seed ...alibabarm.Handshake) (s *alibabarmtest.Service, flags string) {
	t.Helper()
	s = alibabarmtest.New()
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	if seed == nil {
		seed = s.Believable(240)
	}
	s.Seed(seed...)
	url, err := s.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", root.Credentials.AccessKeyID)
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", root.Credentials.AccessKeySecret)
	t.Setenv("ALIBABA_CLOUD_SECURITY_TOKEN", "")
	return s, "-cloud alibaba -alibaba-endpoint " + url + " "
}

func serveBoth(t *testing.T) (*huaweiorgtest.Service, *alibabarmtest.Service, string) {
	t.Helper()
	h, huaweiFlags := serve(t)
	a, alibabaFlags := serveAlibaba(t)
	return h, a, huaweiFlags + alibabaFlags + "-cloud both "
}

func readCSV(t *testing.T, s string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(s)).ReadAll()
	require.NoError(t, err)
	return rows
}

type read struct {
	Cloud     string
	Handshake json.RawMessage
}

func readJSON(t *testing.T, s string) []read {
	t.Helper()
	var out []read
	require.NoError(t, json.Unmarshal([]byte(s), &out))
	return out
}

func readHuawei(t *testing.T, s string) []huaweiorg.Handshake {
	t.Helper()
	return readHandshakes[huaweiorg.Handshake](t, clouds.HuaweiName, s)
}

func readAlibaba(t *testing.T, s string) []alibabarm.Handshake {
	t.Helper()
	return readHandshakes[alibabarm.Handshake](t, clouds.AlibabaName, s)
}

// readHandshakes reads those of a cloud.
func readHandshakes[T any](t *testing.T, cloud, s string) []T {
	t.Helper()
	out := []T{}
	for _, r := range readJSON(t, s) {
		if r.Cloud == cloud {
			var h T
			require.NoError(t, json.Unmarshal(r.Handshake, &h))
			out = append(out, h)
		}
	}
	return out
}
