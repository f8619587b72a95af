package canonical_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
	"github.com/orghandshakes/handshakes-go/pagination/paginationtest"
)

// BenchmarkSign signs the request for a page. An item is one signature. The floor is the
// cryptography alone: two hashes and an HMAC of texts of the same length.
func BenchmarkSign(b *testing.B) {
	keys := auth.Credentials{AccessKeyID: "EXAMPLEAK0000000000A", AccessKeySecret: "secret", SecurityToken: "token", AccountID: "account"}
	now := time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)
	often := func(do func()) func() int {
		return func() int {
			const times = 2000
			for range times {
				do()
			}
			return times
		}
	}
	for _, bench := range []struct {
		name      string
		signer    auth.Signer
		request   func() (*http.Request, error)
		canonical int // length of the canonical request in bytes
	}{
		{name: "Huawei", signer: huawei.Signer{}, request: func() (*http.Request, error) {
			return http.NewRequest(
				http.MethodGet,
				"https://organizations.myhuaweicloud.com/v1/organizations/handshakes?limit=100&marker=aA0%2B%2F%3D",
				nil,
			)
		}, canonical: 320},
		{name: "Alibaba", signer: alibaba.Signer{}, request: func() (*http.Request, error) {
			req, err := http.NewRequest(
				http.MethodPost,
				"https://resourcemanager.aliyuncs.com/?PageNumber=1&PageSize=100", nil,
			)
			if err == nil {
				req.Header.Set("X-Acs-Action", "ListHandshakesForResourceDirectory")
				req.Header.Set("X-Acs-Version", "2020-03-31")
			}
			return req, err
		}, canonical: 580},
	} {
		b.Run(bench.name, func(b *testing.B) {
			req, err := bench.request()
			require.NoError(b, err)
			text, body := make([]byte, bench.canonical), []byte{}
			paginationtest.Compare(b,
				often(func() {
					first, second := sha256.Sum256(body), sha256.Sum256(text)
					mac := hmac.New(sha256.New, first[:])
					mac.Write(second[:])
					mac.Sum(nil)
				}),
				often(func() {
					if err := bench.signer.Sign(req, body, keys, now); err != nil {
						b.Fatal(err)
					}
				}))
		})
	}
}
