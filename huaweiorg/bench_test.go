package huaweiorg_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

const (
	benchPages = 50
	benchRows  = 100
)

// benchServer serves ready-made pages over loopback, and checks no signature.
func benchServer(b *testing.B) string {
	s := huaweiorgtest.New()
	rows := s.Seed(s.Believable(benchPages * benchRows)...)
	pages := make([][]byte, benchPages)
	for i := range pages {
		var next *string
		if i+1 < benchPages {
			marker := strconv.Itoa(i + 1)
			next = &marker
		}
		page, err := json.Marshal(map[string]any{
			"handshakes": rows[i*benchRows : (i+1)*benchRows],
			"page_info":  map[string]any{"next_marker": next, "current_count": benchRows},
		})
		if err != nil {
			b.Fatal(err)
		}
		pages[i] = page
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("marker"))
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(pages[n])
	}))
	b.Cleanup(server.Close)
	return server.URL
}

// plainPage is what a program without this library would decode into; its times stay
// strings.
type plainPage struct {
	Handshakes []struct {
		ID                    string `json:"id"`
		URN                   string `json:"urn"`
		Status                string `json:"status"`
		Notes                 string `json:"notes"`
		ManagementAccountID   string `json:"management_account_id"`
		ManagementAccountName string `json:"management_account_name"`
		OrganizationID        string `json:"organization_id"`
		Target                struct {
			Type   string `json:"type"`
			Entity string `json:"entity"`
		} `json:"target"`
		CreatedAt string `json:"created_at"`
		UpdatedAt string `json:"updated_at"`
		ExpiredAt string `json:"expired_at"`
	} `json:"handshakes"`
	PageInfo struct {
		NextMarker string `json:"next_marker"`
	} `json:"page_info"`
}

// BenchmarkList reads 5,000 invitations, 100 a page, over loopback: by the client with
// all it does, by net/http and encoding/json without signature or retry (the floor),
// and by net/http alone. Each reports what one invitation costs.
func BenchmarkList(b *testing.B) {
	url := benchServer(b)
	client, err := huaweiorg.NewClient(auth.Static("AKEXAMPLE00000000001", "secret", ""), huaweiorg.WithEndpoint(url))
	if err != nil {
		b.Fatal(err)
	}
	var floor time.Duration
	b.Run("floor, encoding-json", func(b *testing.B) {
		floor = perHandshake(b, func() int { return readPlainly(b, url, true) }, 0)
	})
	b.Run("net-http alone", func(b *testing.B) {
		perHandshake(b, func() int { return readPlainly(b, url, false) }, floor)
	})
	b.Run("client", func(b *testing.B) {
		perHandshake(b, func() int {
			n := 0
			for _, err := range client.ListHandshakes(pagination.WithPageSize(benchRows)).All(b.Context()) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			return n
		}, floor)
	})
}

// readPlainly lists by a hand-written loop.
func readPlainly(b *testing.B, url string, decode bool) int {
	n := 0
	for number := range benchPages {
		resp, err := http.Get(fmt.Sprintf("%s/v1/organizations/handshakes?limit=%d&marker=%d", url, benchRows, number))
		if err != nil {
			b.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		if !decode {
			n += benchRows
			continue
		}
		var page plainPage
		if err := json.Unmarshal(body, &page); err != nil {
			b.Fatal(err)
		}
		n += len(page.Handshakes)
	}
	return n
}

// perHandshake runs list until the benchmark is over, and reports time, allocations and
// bytes of one invitation, and the time's ratio to the floor's.
func perHandshake(b *testing.B, list func() int, floor time.Duration) time.Duration {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n := 0
	for b.Loop() {
		n += list()
	}
	runtime.ReadMemStats(&after)
	each := b.Elapsed() / time.Duration(n)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/handshake")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(n), "allocs/handshake")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(n), "B/handshake")
	if floor > 0 {
		b.ReportMetric(float64(each)/float64(floor), "x-floor")
	}
	return each
}
