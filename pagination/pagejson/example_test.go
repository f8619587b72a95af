package pagejson_test

import (
	"fmt"
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
		fmt.Println("not a page:", err)
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
	r := pagejson.NewReader([]byte(`{"parcels": [{"id": "p-1"}, {"id": "p-`)) // cut on its way
	for key := range r.Object {
		if key.Is("parcels") {
			pagejson.Rows(r, readParcel)
		}
	}
	fmt.Println(r.End())
	// Output:
	// pagejson: byte 38: a string has no end, or a control character
}
