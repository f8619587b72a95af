//go:build !race

package huaweiorg_test

import "strings"

// row is an invitation with notes of 3,000 bytes.
var row = `{"id":"h-0k3v7m2q9x4c8b1n","status":"pending","notes":"` + strings.Repeat("n", 3000) + `","created_at":"2025-02-03T04:05:06Z"}`

var lists = map[string]shape{
	"rows":                       {`{"handshakes":[` + row, "," + row, `]}`},
	"empty rows":                 {`{"handshakes":[{}`, `,{}`, `]}`},
	"numbers for rows":           {`{"handshakes":[0`, `,0`, `]}`},
	"rows within rows":           {`{"handshakes":[`, `[`, ``},
	"objects within objects":     {`{"handshakes":[],"x":`, `{"x":`, ``},
	"rows in an object":          {`{"handshakes":{"x":0`, `,"x":0`, `}}`},
	"unknown members":            {`{"handshakes":[],"x":0`, `,"x":0`, `}`},
	"unknown empty objects":      {`{"handshakes":[],"x":[{}`, `,{}`, `]}`},
	"unknown empty arrays":       {`{"handshakes":[],"x":[[]`, `,[]`, `]}`},
	"an unknown text":            {`{"handshakes":[],"x":"`, `a`, `"}`},
	"an unknown text of escapes": {`{"handshakes":[],"x":"`, `\u0061`, `"}`},
	"an unknown number":          {`{"handshakes":[],"x":1`, `0`, `}`},
	"an unknown name":            {`{"handshakes":[],"`, `a`, `":0}`},
	"an unknown name of escapes": {`{"handshakes":[],"`, `\u0061`, `":0}`},
	"an ID":                      {`{"handshakes":[{"id":"`, `a`, `"}]}`},
	"a number for an ID":         {`{"handshakes":[{"id":1`, `0`, `}]}`},
	"an exponent for an ID":      {`{"handshakes":[{"id":1e`, `9`, `}]}`},
	"escapes for a note":         {`{"handshakes":[{"notes":"`, `\u0061`, `"}]}`},
	"a note that is not UTF-8":   {`{"handshakes":[{"notes":"`, "\xff", `"}]}`},
	"a status":                   {`{"handshakes":[{"status":"`, `a`, `"}]}`},
	"a time":                     {`{"handshakes":[{"created_at":"`, `2`, `"}]}`},
	"one ID after the other":     {`{"handshakes":[{"id":0`, `,"id":"` + strings.Repeat("a", 1000) + `"`, `}]}`},
	"one target after the other": {`{"handshakes":[{"id":0`, `,"target":{"type":"account"}`, `}]}`},
	"a marker":                   {`{"page_info":{"next_marker":"`, `a`, `"}}`},
	"white space":                {`{"handshakes":[`, ` `, `]}`},
	"long rows":                  {`{"handshakes":[{}`, `,{"notes":"` + strings.Repeat("\xff", 250_000) + `"}`, `]}`},
}

// atFullSize are the shapes that a test reads in full, and whether they are an answer: what
// is beside a list is not read, but there must not be too much of it.
var atFullSize = map[string]bool{
	"list of rows":              false,
	"list of long rows":         false,
	"list of unknown members":   false,
	"list of an unknown text":   true,
	"single of unknown members": false,
	"refusal of a message":      false,
}

var singles = map[string]shape{
	"texts":            {`{"handshake":{"id":"h-1"`, `,"notes":"` + strings.Repeat("n", 1000) + `"`, `}}`},
	"a note":           {`{"handshake":{"id":"h-1","notes":"`, `n`, `"}}`},
	"escapes":          {`{"handshake":{"id":"h-1","notes":"`, `\n`, `"}}`},
	"unknown members":  {`{"handshake":{"id":"h-1"},"x":0`, `,"x":0`, `}`},
	"objects":          {`{"handshake":`, `{"handshake":`, ``},
	"single answers":   {`{"handshake":{"id":"h-1"}`, `,"handshake":{}`, `}`},
	"nothing but text": {``, `a`, ``},
	"no invitation":    {`{"x":"`, `a`, `"}`},
}

var refusals = map[string]shape{
	"details":         {`{"error_code":"X","details":[{}`, `,{}`, `]}`},
	"nested details":  {`{"error_code":"X","details":`, `{"details":`, ``},
	"nested errors":   {``, `{"error":`, ``},
	"a message":       {`{"error_code":"X","error_msg":"`, `\n`, `"}`},
	"a code":          {`{"error_code":1`, `0`, `}`},
	"unknown members": {`{"error_code":"X"`, `,"x":0`, `}`},
	"HTML":            {`<html>`, `<p>`, `</html>`},
	"white space":     {``, "\n", ``},
}
