package huaweiorg

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"testing"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
	"github.com/orghandshakes/handshakes-go/pagination/paginationtest"
)

const (
	benchPages = 50
	benchRows  = 100
)

// plainPage is what a program without this library would decode into. Its times stay strings.
type plainPage struct {
	Handshakes []plainHandshake `json:"handshakes"`
	PageInfo   struct {
		NextMarker   string `json:"next_marker"`
		CurrentCount int    `json:"current_count"`
	} `json:"page_info"`
}

type plainHandshake struct {
	ID                    string      `json:"id"`
	URN                   string      `json:"urn"`
	UpdatedAt             string      `json:"updated_at"`
	CreatedAt             string      `json:"created_at"`
	ExpiredAt             string      `json:"expired_at"`
	ManagementAccountID   string      `json:"management_account_id"`
	ManagementAccountName string      `json:"management_account_name"`
	OrganizationID        string      `json:"organization_id"`
	Notes                 string      `json:"notes"`
	Target                plainTarget `json:"target"`
	Status                string      `json:"status"`
}

type plainTarget struct {
	Type   string `json:"type"`
	Entity string `json:"entity"`
}

// benchPage returns a page with its number, of so many pages. It has 56 KB, written as the
// service does.
func benchPage(number, pages int) []byte {
	var page plainPage
	for i := range benchRows {
		n := number*benchRows + i
		id := fmt.Sprintf("h-0k3v7m2q9x4c8b1n5z6a0d2f4g%06d", n)
		day := fmt.Sprintf("2025-02-%02dT%02d:%02d:06Z", 1+n/1440%14, n/60%24, n%60)
		page.Handshakes = append(page.Handshakes, plainHandshake{
			ID:        id,
			URN:       "organizations::5f0e1d2c3b4a69788796a5b4c3d2e1f0:handshake:o-4q8w2e6r0t1y5u9i3o7p1a5s9d3f7g1h/" + id,
			UpdatedAt: day, CreatedAt: day, ExpiredAt: fmt.Sprintf("2025-02-%02d%s", 15+n/1440%14, day[10:]),
			ManagementAccountID: "5f0e1d2c3b4a69788796a5b4c3d2e1f0", ManagementAccountName: "acme_root",
			OrganizationID: "o-4q8w2e6r0t1y5u9i3o7p1a5s9d3f7g1h", Notes: "Welcome", Status: "pending",
			Target: plainTarget{Type: "account", Entity: fmt.Sprintf("1a2b3c4d5e6f70811223344556%06d", n)},
		})
	}
	if page.PageInfo.CurrentCount = benchRows; number+1 < pages {
		page.PageInfo.NextMarker = strconv.Itoa(number + 1)
	}
	body, _ := json.Marshal(page)
	return body
}

// BenchmarkList reads 5,000 invitations, 100 a page, over loopback. The floor is a hand-written
// loop over net/http and encoding/json that neither signs nor retries. The case net-http-alone
// is that loop without the decoding.
func BenchmarkList(b *testing.B) {
	bodies := make([][]byte, benchPages)
	for i := range bodies {
		bodies[i] = benchPage(i, benchPages)
	}
	url := paginationtest.ServePages(b, "marker", func(number int) []byte { return bodies[number] })
	list := benchList(b, url)
	plainly := func(decode func([]byte) int) func() int {
		return func() (n int) {
			for number := range benchPages {
				n += decode(getPlainly(b, fmt.Sprintf("%s%s?limit=%d&marker=%d", url, sentPath, benchRows, number)))
			}
			return n
		}
	}
	floor := plainly(func(body []byte) int { return decodePlainly(b, body) })
	b.Run("client", func(b *testing.B) {
		paginationtest.Compare(b, floor, func() int { return countAll(b, list) })
	})
	b.Run("net-http-alone", func(b *testing.B) {
		paginationtest.Compare(b, floor, plainly(func([]byte) int { return benchRows }))
	})
}

// BenchmarkList_Pulling compares the client with a loop over net/http that reads each body at
// its stated length and decodes it as the client does, into the same fields. The difference is
// the cost of signatures, retries, limits and the checks of the list.
func BenchmarkList_Pulling(b *testing.B) {
	for _, pages := range []int{benchPages, 20 * benchPages} {
		b.Run(strconv.Itoa(pages*benchRows), func(b *testing.B) {
			bodies := make([][]byte, pages)
			for i := range bodies {
				bodies[i] = benchPage(i, pages)
			}
			url := paginationtest.ServePages(b, "marker", func(number int) []byte { return bodies[number] })
			list := benchList(b, url)
			paginationtest.Compare(b, func() int { return pull(b, url, pages) }, func() int { return countAll(b, list) })
		})
	}
}

// pull reads the pages, and returns how many invitations they have.
func pull(b *testing.B, url string, pages int) (n int) {
	for number := range pages {
		resp, err := http.Get(fmt.Sprintf("%s%s?limit=%d&marker=%d", url, sentPath, benchRows, number))
		if err != nil {
			b.Fatal(err)
		}
		body := make([]byte, resp.ContentLength)
		_, err = io.ReadFull(resp.Body, body)
		_ = resp.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		items, _, err := decodeList(body)
		if err != nil {
			b.Fatal(err)
		}
		n += len(items)
	}
	return n
}

// benchList returns a list of a client with its defaults.
func benchList(b *testing.B, url string) *pagination.Pager[Handshake] {
	client, err := NewClient(auth.Static("AKEXAMPLE00000000001", "exampleSecretExampleSecret0001", ""), WithEndpoint(url))
	if err != nil {
		b.Fatal(err)
	}
	return client.ListHandshakes(pagination.WithPageSize(benchRows))
}

// countAll ranges over a list, and returns how many invitations it has.
func countAll(b *testing.B, list *pagination.Pager[Handshake]) (n int) {
	for _, err := range list.All(b.Context()) {
		if err != nil {
			b.Fatal(err)
		}
		n++
	}
	return n
}

func getPlainly(b *testing.B, url string) []byte {
	resp, err := http.Get(url)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.Fatal(err)
	}
	return body
}

func decodePlainly(b *testing.B, body []byte) int {
	var page plainPage
	if err := json.Unmarshal(body, &page); err != nil {
		b.Fatal(err)
	}
	return len(page.Handshakes)
}

// BenchmarkHandshake_Decode reads a page of 100 rows. The floor is encoding/json.
func BenchmarkHandshake_Decode(b *testing.B) {
	body := benchPage(0, benchPages)
	often := func(decode func() int) func() int {
		return func() (n int) {
			for range benchPages {
				n += decode()
			}
			return n
		}
	}
	paginationtest.Compare(b,
		often(func() int { return decodePlainly(b, body) }),
		often(func() int {
			items, _, err := decodeList(body)
			if err != nil {
				b.Fatal(err)
			}
			return len(items)
		}))
}

// BenchmarkListHandshakes_Stream reads 100,000 invitations, and measures the live heap ten
// times. It reports the highest increase since the start.
func BenchmarkListHandshakes_Stream(b *testing.B) {
	const pages = 1000
	list := benchList(b, paginationtest.ServePages(b, "marker", func(number int) []byte { return benchPage(number, pages) }))
	for b.Loop() {
		start, peak, n := liveHeap(), uint64(0), 0
		for _, err := range list.All(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
			if n++; n%(pages*benchRows/10) == 0 {
				peak = max(peak, liveHeap())
			}
		}
		if n != pages*benchRows {
			b.Fatal(n)
		}
		b.ReportMetric((float64(peak)-float64(start))/(1<<20), "MiB-above-start")
	}
}

func liveHeap() uint64 {
	runtime.GC()
	runtime.GC() // what the first one only finalised
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
