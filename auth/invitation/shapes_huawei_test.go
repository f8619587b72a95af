package invitation_test

import "strings"

// huaweiRow is an invitation with notes of 3,000 bytes.
var huaweiRow = `{"id":"h-0k3v7m2q9x4c8b1n","status":"pending","notes":"` + strings.Repeat("n", 3000) + `","created_at":"2025-02-03T04:05:06Z"}`

var huaweiLists = map[string]shape{
	"rows":                       {head: `{"handshakes":[` + huaweiRow, unit: "," + huaweiRow, tail: `]}`},
	"empty rows":                 {head: `{"handshakes":[{}`, unit: `,{}`, tail: `]}`},
	"numbers for rows":           {head: `{"handshakes":[0`, unit: `,0`, tail: `]}`},
	"rows within rows":           {head: `{"handshakes":[`, unit: `[`},
	"objects within objects":     {head: `{"handshakes":[],"x":`, unit: `{"x":`},
	"rows in an object":          {head: `{"handshakes":{"x":0`, unit: `,"x":0`, tail: `}}`},
	"unknown members":            {head: `{"handshakes":[],"x":0`, unit: `,"x":0`, tail: `}`},
	"unknown empty objects":      {head: `{"handshakes":[],"x":[{}`, unit: `,{}`, tail: `]}`},
	"unknown empty arrays":       {head: `{"handshakes":[],"x":[[]`, unit: `,[]`, tail: `]}`},
	"an unknown text":            {head: `{"handshakes":[],"x":"`, unit: `a`, tail: `"}`},
	"an unknown text of escapes": {head: `{"handshakes":[],"x":"`, unit: `\u0061`, tail: `"}`},
	"an unknown number":          {head: `{"handshakes":[],"x":1`, unit: `0`, tail: `}`},
	"an unknown name":            {head: `{"handshakes":[],"`, unit: `a`, tail: `":0}`},
	"an unknown name of escapes": {head: `{"handshakes":[],"`, unit: `\u0061`, tail: `":0}`},
	"an ID":                      {head: `{"handshakes":[{"id":"`, unit: `a`, tail: `"}]}`},
	"a number for an ID":         {head: `{"handshakes":[{"id":1`, unit: `0`, tail: `}]}`},
	"an exponent for an ID":      {head: `{"handshakes":[{"id":1e`, unit: `9`, tail: `}]}`},
	"escapes for a note":         {head: `{"handshakes":[{"notes":"`, unit: `\u0061`, tail: `"}]}`},
	"a note that is not UTF-8":   {head: `{"handshakes":[{"notes":"`, unit: "\xff", tail: `"}]}`},
	"a status":                   {head: `{"handshakes":[{"status":"`, unit: `a`, tail: `"}]}`},
	"a time":                     {head: `{"handshakes":[{"created_at":"`, unit: `2`, tail: `"}]}`},
	"one ID after the other":     {head: `{"handshakes":[{"id":0`, unit: `,"id":"` + strings.Repeat("a", 1000) + `"`, tail: `}]}`},
	"one target after the other": {head: `{"handshakes":[{"id":0`, unit: `,"target":{"type":"account"}`, tail: `}]}`},
	"a marker":                   {head: `{"page_info":{"next_marker":"`, unit: `a`, tail: `"}}`},
	"white space":                {head: `{"handshakes":[`, unit: ` `, tail: `]}`},
	"long rows":                  {head: `{"handshakes":[{}`, unit: `,{"notes":"` + strings.Repeat("\xff", 250_000) + `"}`, tail: `]}`},
}

var huaweiAtFullSize = map[string]bool{
	"list of rows":              false,
	"list of long rows":         false,
	"list of unknown members":   false,
	"list of an unknown text":   true,
	"single of unknown members": false,
	"refusal of a message":      false,
}

var huaweiSingles = map[string]shape{
	"texts":            {head: `{"handshake":{"id":"h-1"`, unit: `,"notes":"` + strings.Repeat("n", 1000) + `"`, tail: `}}`},
	"a note":           {head: `{"handshake":{"id":"h-1","notes":"`, unit: `n`, tail: `"}}`},
	"escapes":          {head: `{"handshake":{"id":"h-1","notes":"`, unit: `\n`, tail: `"}}`},
	"unknown members":  {head: `{"handshake":{"id":"h-1"},"x":0`, unit: `,"x":0`, tail: `}`},
	"objects":          {head: `{"handshake":`, unit: `{"handshake":`},
	"invitations":      {head: `{"handshake":{"id":"h-1"}`, unit: `,"handshake":{}`, tail: `}`},
	"nothing but text": {unit: `a`},
	"no invitation":    {head: `{"x":"`, unit: `a`, tail: `"}`},
}

var huaweiRefusals = map[string]shape{
	"details":         {head: `{"error_code":"X","details":[{}`, unit: `,{}`, tail: `]}`},
	"nested details":  {head: `{"error_code":"X","details":`, unit: `{"details":`},
	"nested errors":   {unit: `{"error":`},
	"a message":       {head: `{"error_code":"X","error_msg":"`, unit: `\n`, tail: `"}`},
	"a code":          {head: `{"error_code":1`, unit: `0`, tail: `}`},
	"unknown members": {head: `{"error_code":"X"`, unit: `,"x":0`, tail: `}`},
	"HTML":            {head: `<html>`, unit: `<p>`, tail: `</html>`},
	"white space":     {unit: "\n"},
}

var huaweiShapes = shapes{
	lists: huaweiLists, singles: huaweiSingles, refusals: huaweiRefusals, atFullSize: huaweiAtFullSize,
}
