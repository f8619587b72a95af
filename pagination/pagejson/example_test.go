package pagejson_test

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

type parcel struct {
	ID      string
	Carrier string
	Weight  string
	Sent    time.Time
}

func readParcel(r *pagejson.Reader, p *parcel) {
	for key := range r.Object {
		switch {
		case key.Is("id"):
			r.Text(&p.ID)
		case key.Is("carrier"):
			p.Carrier = r.Shared()
		case key.Is("weight"):
			p.Weight = string(r.Bytes())
		case key.Is("sent"):
			p.Sent = r.Time()
		}
	}
}

func Example() {
	body := []byte(`{
		"parcels": [
			{"id": "p-1", "carrier": "Nightingale", "weight": 12.50, "sent": "2025-02-03T04:05:06Z"},
			{"id": "p-2", "carrier": "Nightingale", "weight": "7 kg", "sent": "soon", "stamps": ["red"]}
		],
		"next": "cDM="
	}`)

	var parcels []parcel
	var next string
	r := pagejson.NewReader(body)
	for key := range r.Object {
		switch {
		case key.Is("parcels"):
			parcels = pagejson.Rows(r, readParcel)
		case key.Is("next"):
			r.Text(&next)
		}
	}
	if err := r.End(); err != nil {
		fmt.Println("the body is not a page:", err)
		return
	}
	for _, p := range parcels {
		fmt.Println(p.ID, p.Carrier, p.Weight, p.Sent.Year())
	}
	fmt.Println("next:", next)
	// Output:
	// p-1 Nightingale 12.50 2025
	// p-2 Nightingale 7 kg 1
	// next: cDM=
}

func ExampleReader_End() {
	r := pagejson.NewReader([]byte(`{"parcels": [{"id": "p-1"}, {"id": "p-`)) // the body was truncated
	for key := range r.Object {
		if key.Is("parcels") {
			pagejson.Rows(r, readParcel)
		}
	}
	fmt.Println(r.End())
	// Output:
	// pagejson: byte 38: the string does not end, or has a control character
}

// A field may have several forms. Here, a weight is a number of kilograms, or an object with the
// member kg. The caller rejects a page with a negative weight.
func ExampleReader_Kind() {
	weight := func(r *pagejson.Reader) (kg string) {
		switch r.Kind() {
		case pagejson.Number:
			kg = string(r.Bytes())
		case pagejson.Object:
			for key := range r.Object {
				if key.Is("kg") {
					kg = string(r.Bytes())
				}
			}
		default:
			r.Skip()
		}
		if strings.HasPrefix(kg, "-") {
			r.Fail(errors.New("a negative weight"))
		}
		return kg
	}
	for _, body := range []string{`12.5`, `{"lb": [15, 7], "KG": 7}`, `["heavy"]`, `-3`} {
		r := pagejson.NewReader([]byte(body))
		kg := weight(r)
		fmt.Printf("%q %v\n", kg, r.End())
	}
	// Output:
	// "12.5" <nil>
	// "7" <nil>
	// "" <nil>
	// "-3" a negative weight
}

// ParseTime reads a time that was cut out of another text.
func ExampleParseTime() {
	_, sent, _ := strings.Cut("sent 2025-02-03T05:05:06+01:00", " ")
	fmt.Println(pagejson.ParseTime([]byte(sent)))
	fmt.Println(pagejson.ParseTime([]byte("soon")).IsZero())
	// Output:
	// 2025-02-03 04:05:06 +0000 UTC
	// true
}
