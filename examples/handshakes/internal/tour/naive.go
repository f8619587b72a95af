package tour

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
	huaweiauth "github.com/orghandshakes/handshakes-go/auth/huawei"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// What stands here is how such loops are often written. It is not to be copied.

// A naiveHuawei calls Huawei Cloud with nothing but a signature.
type naiveHuawei struct {
	service *huaweiorgtest.Service
	keys    auth.Credentials
}

// signed is a request, signed once.
func (n naiveHuawei) signed(ctx context.Context, method, path string, body []byte) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, huaweiorg.Endpoint+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return req, huaweiauth.Signer{}.Sign(req, body, n.keys, n.service.Now())
}

func (n naiveHuawei) send(req *http.Request) (status int, body []byte, err error) {
	return exchange(n.service.RoundTripper(), req)
}

func exchange(rt http.RoundTripper, req *http.Request) (status int, body []byte, err error) {
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err = io.ReadAll(resp.Body)
	return resp.StatusCode, body, err
}

func fetch(rt http.RoundTripper, req *http.Request, page any) error {
	_, body, err := exchange(rt, req)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, page)
}

// list follows the markers until there is none, or patience ends.
func (n naiveHuawei) list(ctx context.Context, size, patience int) (ids []string, requests int, err error) {
	marker := ""
	for {
		query := url.Values{"limit": {strconv.Itoa(size)}}
		if marker != "" {
			query.Set("marker", marker)
		}
		req, err := n.signed(ctx, http.MethodGet, "/v1/organizations/handshakes?"+query.Encode(), nil)
		if err != nil {
			return ids, requests, err
		}
		requests++
		var page struct {
			Handshakes []struct{ ID string }
			PageInfo   struct {
				NextMarker string `json:"next_marker"`
			} `json:"page_info"`
		}
		if err := fetch(n.service.RoundTripper(), req, &page); err != nil {
			return ids, requests, err
		}
		for _, h := range page.Handshakes {
			ids = append(ids, h.ID)
		}
		if marker = page.PageInfo.NextMarker; marker == "" || requests == patience {
			return ids, requests, nil
		}
	}
}

// naiveAlibaba asks for page after page until one is not full.
func naiveAlibaba(ctx context.Context, s *alibabarmtest.Service, keys auth.Credentials, size int) (ids []string, total int, err error) {
	for number := 1; ; number++ {
		query := url.Values{"PageNumber": {strconv.Itoa(number)}, "PageSize": {strconv.Itoa(size)}}
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, alibabarm.Endpoint+"/?"+query.Encode(), nil)
		if err != nil {
			return ids, total, err
		}
		req.Header.Set("X-Acs-Action", "ListHandshakesForResourceDirectory")
		req.Header.Set("X-Acs-Version", string(alibabarm.Version20200331))
		if err := (alibaba.Signer{}).Sign(req, nil, keys, s.Now()); err != nil {
			return ids, total, err
		}
		var page struct {
			TotalCount int
			Handshakes struct {
				Handshake []struct{ HandshakeID string }
			}
		}
		if err := fetch(s.RoundTripper(), req, &page); err != nil {
			return ids, total, err
		}
		for _, h := range page.Handshakes.Handshake {
			ids = append(ids, h.HandshakeID)
		}
		if total = page.TotalCount; len(page.Handshakes.Handshake) < size {
			return ids, total, nil
		}
	}
}

// invite sends an invitation, and once more if there was no response.
func (n naiveHuawei) invite(ctx context.Context, in huaweiorg.InviteAccountInput) error {
	body, err := json.Marshal(map[string]any{"target": in.Target, "notes": in.Notes})
	if err != nil {
		return err
	}
	for range 2 {
		req, err := n.signed(ctx, http.MethodPost, "/v1/organizations/accounts/invite", body)
		if err != nil {
			return err
		}
		status, response, err := n.send(req)
		if err == nil && status >= http.StatusBadRequest {
			return refusal(status, response)
		}
		if err == nil {
			return nil
		}
	}
	return errors.New("no response")
}

// refusal is the service's own word.
func refusal(status int, response []byte) error {
	var body struct {
		Message string `json:"error_msg"`
	}
	_ = json.Unmarshal(response, &body)
	return fmt.Errorf("%d: %s", status, strings.TrimSuffix(body.Message, "."))
}
