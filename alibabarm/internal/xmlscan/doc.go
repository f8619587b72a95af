// Package xmlscan reads responses in XML with the bounds that [pagejson.Reader] has for
// JSON: 1,000 elements deep, 2,000,000 elements and attributes, 256 KiB a text and 16 MiB
// of texts. Some gateways send XML although JSON was asked for.
//
// [pagejson.Reader]: https://pkg.go.dev/github.com/orghandshakes/handshakes-go/pagination/pagejson#Reader
package xmlscan
