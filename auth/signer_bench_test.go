package auth

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func BenchmarkSign(b *testing.B) {
	keys := Credentials{AccessKeyID: "EXAMPLEAK0000000000A", AccessKeySecret: "secret", SecurityToken: "token", AccountID: "account"}
	body := []byte(`{"target":{"type":"account","entity":"1a2b3c4d5e6f70811223344556677889"}}`)
	now := time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)
	for name, signer := range map[string]Signer{"huawei": HuaweiSigner{}, "alibaba": AlibabaSigner{}} {
		b.Run(name, func(b *testing.B) {
			const query = "PageNumber=1&PageSize=100&marker=aA0%2B%2F%3D"
			req, err := http.NewRequest(http.MethodPost, "https://organizations.myhuaweicloud.com/v1/organizations/handshakes", nil)
			require.NoError(b, err)
			req.Header.Set("X-Acs-Action", "ListHandshakesForAccount")
			req.Header.Set("X-Acs-Version", "2020-03-31")
			b.ReportAllocs()
			for b.Loop() {
				req.URL.RawQuery = query
				if err := signer.Sign(req, body, keys, now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
