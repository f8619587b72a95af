package alibabarm

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
	TotalCount int
	RequestId  string
	PageSize   int
	PageNumber int
	Handshakes struct{ Handshake []plainHandshake }
}

type plainHandshake struct {
	Status              string
	ExpireTime          string
	ResourceDirectoryId string
	CreateTime          string
	Note                string
	TargetEntity        string
	MasterAccountId     string
	MasterAccountName   string
	ModifyTime          string
	TargetType          string
	HandshakeId         string
}

// benchPage returns a page with its number, from 1, of so many pages. It has 35 KB, written as
// the service does. Pages after the last are empty.
func benchPage(number, pages int) []byte {
	page := plainPage{
		TotalCount: pages * benchRows, RequestId: "7B90D3C4-11AA-5E02-8F6B-AB12CD34EF56",
		PageSize: benchRows, PageNumber: number,
	}
	for i := range benchRows {
		if number > pages {
			break
		}
		n := (number-1)*benchRows + i
		day := fmt.Sprintf("2024-03-%02dT%02d:%02d:06Z", 1+n/1440%14, n/60%24, n%60)
		page.Handshakes.Handshake = append(page.Handshakes.Handshake, plainHandshake{
			Status: "Pending", CreateTime: day, ModifyTime: day,
			ExpireTime:          fmt.Sprintf("2024-03-%02d%s", 15+n/1440%14, day[10:]),
			ResourceDirectoryId: "rd-Q7mZk1", Note: "Join us",
			TargetEntity: fmt.Sprintf("ops%06d@example.org", n), TargetType: "Email",
			MasterAccountId: "1482310095517701", MasterAccountName: "acme-root",
			HandshakeId: fmt.Sprintf("h-Aa11Bb22Cc%06d", n),
		})
	}
	body, _ := json.Marshal(page)
	return body
}

// BenchmarkList reads 5,000 invitations, 100 a page, over loopback. The floor is a hand-written
// loop over net/http and encoding/json that neither signs nor retries. The case net-http-alone
// is that loop without the decoding.
func BenchmarkList(b *testing.B) {
	bodies := make([][]byte, benchPages+2)
	for i := range bodies {
		bodies[i] = benchPage(i, benchPages)
	}
	url := paginationtest.ServePages(b, "PageNumber", func(number int) []byte { return bodies[number] })
	list := benchList(b, url)
	plainly := func(decode func([]byte) int) func() int {
		return func() (n int) {
			for number := range benchPages {
				n += decode(getPlainly(b, fmt.Sprintf("%s/?PageNumber=%d&PageSize=%d", url, number+1, benchRows)))
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
			bodies := make([][]byte, pages+2)
			for i := range bodies {
				bodies[i] = benchPage(i, pages)
			}
			url := paginationtest.ServePages(b, "PageNumber", func(number int) []byte { return bodies[number] })
			list := benchList(b, url)
			paginationtest.Compare(b, func() int { return pull(b, url, pages) }, func() int { return countAll(b, list) })
		})
	}
}

// pull reads the pages, and returns how many invitations they have.
func pull(b *testing.B, url string, pages int) (n int) {
	for number := range pages {
		resp, err := http.Post(fmt.Sprintf("%s/?PageNumber=%d&PageSize=%d", url, number+1, benchRows), "", nil)
		if err != nil {
			b.Fatal(err)
		}
		body := make([]byte, resp.ContentLength)
		_, err = io.ReadFull(resp.Body, body)
		_ = resp.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		page, err := decodeList(body)
		if err != nil {
			b.Fatal(err)
		}
		n += len(page.Items)
	}
	return n
}

// benchList returns a list of a client with its defaults.
func benchList(b *testing.B, url string) *pagination.Pager[Handshake] {
	client, err := NewClient(auth.Static("AKEXAMPLE00000000001", "exampleSecretExampleSecret0001", ""), WithEndpoint(url))
	if err != nil {
		b.Fatal(err)
	}
	return client.ListHandshakesForResourceDirectory(pagination.WithPageSize(benchRows))
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
	resp, err := http.Post(url, "", nil)
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
	return len(page.Handshakes.Handshake)
}

// BenchmarkHandshake_Decode reads a page of 100 rows. The floor is encoding/json.
func BenchmarkHandshake_Decode(b *testing.B) {
	body := benchPage(1, benchPages)
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
			page, err := decodeList(body)
			if err != nil {
				b.Fatal(err)
			}
			return len(page.Items)
		}))
}

// BenchmarkListHandshakesForResourceDirectory_Stream reads 100,000 invitations, and measures
// the live heap ten times. It reports the highest increase since the start. That includes the
// keys by which the pager recognizes invitations while the list moves.
func BenchmarkListHandshakesForResourceDirectory_Stream(b *testing.B) {
	const pages = 1000
	list := benchList(b, paginationtest.ServePages(b, "PageNumber", func(number int) []byte { return benchPage(number, pages) }))
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
