package paginationtest

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"strconv"
	"testing"
)

// ServePages starts an HTTP server on loopback that runs until the benchmark ends, and returns
// its URL. page returns the JSON of a page. Its number is that of the query parameter param, or
// 0 without one. The server allocates nothing for a request, so that [Compare] counts what a
// client allocates. It verifies nothing and expects requests without a body.
func ServePages(b *testing.B, param string, page func(number int) []byte) (url string) {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	context.AfterFunc(b.Context(), func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			context.AfterFunc(b.Context(), func() { _ = conn.Close() })
			go servePages(conn, []byte(param+"="), page)
		}
	}()
	return "http://" + listener.Addr().String()
}

// servePages serves one connection until it is closed.
func servePages(conn io.ReadWriteCloser, param []byte, page func(number int) []byte) {
	defer func() { _ = conn.Close() }()
	requests := bufio.NewReader(conn)
	var response []byte
	for {
		line, err := requests.ReadSlice('\n')
		if err != nil {
			return
		}
		body := page(parameter(line, param))
		for err == nil && len(line) > len("\r\n") {
			line, err = requests.ReadSlice('\n')
		}
		response = append(response[:0], "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "...)
		response = strconv.AppendInt(response, int64(len(body)), 10)
		response = append(response, "\r\n\r\n"...)
		response = append(response, body...)
		if _, err = conn.Write(response); err != nil {
			return
		}
	}
}

// parameter returns the number after the name of a parameter and its equals sign.
func parameter(line, name []byte) (number int) {
	_, digits, _ := bytes.Cut(line, name)
	for _, b := range digits {
		if b < '0' || '9' < b {
			break
		}
		number = 10*number + int(b-'0')
	}
	return number
}
