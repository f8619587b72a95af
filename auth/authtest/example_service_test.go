package authtest_test

import (
	"fmt"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// The server serves over a socket until Close.
func ExampleServer_Start() {
	shop := NewShop()
	url, err := shop.Server.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("there:", shop.Server.URL() == url)

	resp, err := http.Get(url)
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = resp.Body.Close()
	fmt.Println(resp.Status)
	fmt.Println(shop.Server.Close(), shop.Server.URL() == "")
	// Output:
	// there: true
	// 200 OK
	// <nil> true
}

// This clock stands still until the test moves it. The service is behind it.
func ExampleClock() {
	clock := authtest.Clock{Base: func() time.Time { return time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC) }}
	clock.Advance(time.Hour)
	clock.Skew(-20 * time.Minute)
	fmt.Println("clients:", clock.Now().Format(time.TimeOnly))
	fmt.Println("service:", clock.Skewed().Format(time.TimeOnly))
	// Output:
	// clients: 11:00:00
	// service: 10:40:00
}

// A seed makes up the same things each time.
func ExampleSeed() {
	seed := authtest.Seed(1)
	fmt.Println("an ID:", seed.Hex("account", 3) == authtest.Seed(1).Hex("account", 3))
	fmt.Println("another:", seed.Hex("account", 3) == seed.Hex("account", 4))
	fmt.Println("a number:", len(seed.Text("0123456789", 12, "phone", 3)), "digits")
	fmt.Println("a hash:", len(seed.Digest("avatar", 3)), "bytes")

	r := seed.Rand("list", 100) // for one list, drawn in order
	age := r.Between(time.Minute, time.Hour)
	fmt.Println("an age:", time.Minute <= age && age < time.Hour)
	fmt.Println("a name:", r.OneOf([]string{"tea"})+"-"+r.Text("x", 3))
	// Output:
	// an ID: true
	// another: false
	// a number: 12 digits
	// a hash: 32 bytes
	// an age: true
	// a name: tea-xxx
}

// Recent keeps the latest things, however long a service runs.
func ExampleRecent() {
	var seen authtest.Recent[int]
	for i := range authtest.MaxRecent + 1 {
		seen.Add(&i)
	}
	kept := seen.All()
	fmt.Println(len(kept), "from", *kept[0])
	seen.Remove(kept[0])
	fmt.Println("from", *seen.All()[0])
	// Output:
	// 10000 from 1
	// from 2
}

// Nonces detects a copy of a signed request for as long as the service accepts its date.
func ExampleNonces() {
	var nonces authtest.Nonces
	now := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	use := func() bool { return nonces.Use("LTAIEXAMPLE", "3156853299f313e2", now, now.Add(15*time.Minute)) }
	fmt.Println(use(), use())
	now = now.Add(time.Hour)
	fmt.Println(use())
	// Output:
	// true false
	// true
}

// The hint says which signature schemes the service verifies.
func ExampleSchemeHint() {
	scheme := authtest.SchemeOf("ACS3-HMAC-SM3 Credential=LTAIEXAMPLE,…", "ACS3-HMAC-SM3", "ACS3-RSA-SHA256")
	fmt.Println(authtest.SchemeHint(scheme, "ACS3-HMAC-SHA256"))
	// Output:
	// the request comes with ACS3-HMAC-SM3, which this test service does not verify: sign it with ACS3-HMAC-SHA256
}
