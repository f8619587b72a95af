// Package xmlscan reads responses in XML. Its limits are those of [pagejson.Reader] for JSON:
// 1,000 nested elements, 2,000,000 elements and attributes, 256 KiB for a text, and 16 MiB for
// all texts. Some gateways send XML although the client asks for JSON.
//
// [pagejson.Reader]: https://pkg.go.dev/github.com/orghandshakes/handshakes-go/pagination/pagejson#Reader
package xmlscan
