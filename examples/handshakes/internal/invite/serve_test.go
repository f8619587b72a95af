package invite

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// serve starts a service that the program finds through the environment. The flags are
// for it alone; the file is standard input.
func serve(t *testing.T, opts ...huaweiorgtest.Option) (s *huaweiorgtest.Service, flags string) {
	t.Helper()
	s = huaweiorgtest.New(opts...)
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	url, err := s.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	t.Setenv("HUAWEICLOUD_SDK_AK", root.Credentials.AccessKeyID)
	t.Setenv("HUAWEICLOUD_SDK_SK", root.Credentials.AccessKeySecret)
	t.Setenv("HUAWEICLOUD_SDK_SECURITY_TOKEN", "")
	t.Setenv("HUAWEICLOUD_SDK_DOMAIN_ID", root.ID)
	t.Setenv("HUAWEICLOUD_SDK_IDP_ID", "")
	return s, "-cloud huawei -file - -huawei-endpoint " + url + " "
}

// serveAlibaba does the same for the other cloud.
func serveAlibaba(t *testing.T, opts ...alibabarmtest.Option) (s *alibabarmtest.Service, flags string) {
	t.Helper()
	s = alibabarmtest.New(opts...)
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	url, err := s.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", root.Credentials.AccessKeyID)
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", root.Credentials.AccessKeySecret)
	t.Setenv("ALIBABA_CLOUD_SECURITY_TOKEN", "")
	return s, "-cloud alibaba -file - -alibaba-endpoint " + url + " "
}

// file has a header and a line for each name.
func file(names ...string) string {
	return "target_type,target\nname," + strings.Join(names, "\nname,") + "\n"
}

// ops counts the requests by their operation.
func ops(s *huaweiorgtest.Service) map[string]int {
	out := map[string]int{}
	for _, r := range s.Requests() {
		out[r.Op]++
	}
	return out
}
