package authtest_test

import (
	"fmt"
	"io"
	"net/http"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// Projects is a service with one operation, ListProjects. Every caller with an access key of
// the service may call it.
type Projects struct {
	Server authtest.Server
	Faults authtest.Faults
	Clock  authtest.Clock
	Keys   auth.Credentials
}

func NewProjects() *Projects {
	seed := authtest.Seed(1)
	p := &Projects{Keys: auth.Credentials{AccessKeyID: "FAKE" + seed.Hex("id"), AccessKeySecret: seed.Hex("secret")}}
	p.Server.Respond = p.respond
	return p
}

func (p *Projects) respond(r *http.Request, body []byte) authtest.Reply {
	now := p.Clock.Skewed()
	known := func(id string) (auth.Credentials, bool) { return p.Keys, id == p.Keys.AccessKeyID }
	if _, err := (huawei.Verifier{}).Verify(r, body, known, now); err != nil {
		return authtest.JSON(http.StatusUnauthorized, map[string]string{"error_code": "APIGW.0301"})
	}
	kind, _ := p.Faults.Take("ListProjects", p.Keys.AccountID)
	out := kind.Run(r.Context(), func() authtest.Reply {
		return authtest.JSON(http.StatusOK, map[string][]string{"projects": {"eu-west-101"}})
	})
	out.Default("Date", now.Format(http.TimeFormat))
	return out
}

// A test service imitates another API of Huawei Cloud, and a program meets its faults.
func Example() {
	service := NewProjects()
	client := &http.Client{Transport: &auth.Transport{
		Base:     &service.Server, // in memory, without a socket
		Provider: auth.Static(service.Keys.AccessKeyID, service.Keys.AccessKeySecret, ""),
		Signer:   huawei.Signer{},
		Host:     "iam.example.test",
		Now:      service.Clock.Now,
	}}
	service.Faults.Inject(
		authtest.Fault{Op: "ListProjects", Kind: authtest.ErrorPage(http.StatusBadGateway)},
		authtest.Fault{Op: "ListProjects", Kind: authtest.Reset()},
		authtest.Fault{Op: "ListProjects", Kind: authtest.SetField("projects.0", "cn-north-4")},
	)
	for range 4 {
		resp, err := client.Get("https://iam.example.test/v3/projects")
		if err != nil {
			fmt.Println(err)
			continue
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		fmt.Println(resp.StatusCode, string(body), err)
	}
	// Output:
	// 502 <html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html> <nil>
	// Get "https://iam.example.test/v3/projects": read tcp: connection reset by peer
	// 200 {"projects":["cn-north-4"]} <nil>
	// 200 {"projects":["eu-west-101"]} <nil>
}
