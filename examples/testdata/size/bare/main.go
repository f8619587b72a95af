// Command bare fetches a JSON document with the standard library alone: what any
// program for these services links.
package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
)

func main() {
	resp, err := http.Get(os.Args[1])
	if err != nil {
		slog.Error("get", "error", err)
		os.Exit(1)
	}
	defer func() { _ = resp.Body.Close() }()
	var page struct{ Handshakes []map[string]any }
	if err := json.NewDecoder(resp.Body).Decode(&page); err != nil {
		slog.Error("decode", "error", err)
		os.Exit(1)
	}
	for _, h := range page.Handshakes {
		slog.Info("handshake", "id", h["id"])
	}
}
