package alibabarmtest_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestHandle(t *testing.T) {
	t.Parallel()
	s, root, _ := party()
	require.NoError(t, s.Handle("MoveAccount", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, _ := alibabarmtest.Caller(r.Context())
		_, _ = io.WriteString(w, a.Name+" moves "+r.FormValue("AccountId")+" to "+r.FormValue("DestinationFolderId"))
	})))
	const want = "acme-root moves 1 to r-2"
	for _, r := range []request{
		{form: "AccountId=1&DestinationFolderId=r-2"},
		{query: "AccountId=1", form: "DestinationFolderId=r-2"},
		{query: "AccountId=1&DestinationFolderId=r-2", version: version2022,
			base: "https://" + host2022},
		{query: "AccountId=1&DestinationFolderId=r-2", version: "2015-05-01",
			base: "https://ram.aliyuncs.com", method: http.MethodGet},
	} {
		r.op = "MoveAccount"
		assert.Equal(t, want, get(t, s, root.Credentials, r).body)
	}
	parameters := parametersV1(root.Credentials, s.Now(), "n-1", "MoveAccount", "AccountId", "1", "DestinationFolderId", "r-2")
	assert.Equal(t, want, sendV1(t, s, root.Credentials.AccessKeySecret, requestV1{parameters: parameters}).body)
}
