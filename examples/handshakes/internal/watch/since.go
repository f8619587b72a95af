package watch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

// maxSince is the largest file of -since: about 100,000 invitations.
const maxSince = 128 << 20

// readSince reads the output of list -format json or jsonl. The invitations come by cloud, and
// are not nil.
func readSince(path string) (map[string][]invitation.Invitation, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, cli.Misuse("-since: %w", err)
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, maxSince+1))
	switch {
	case err != nil:
		return nil, cli.Misuse("-since: %w", err)
	case len(text) > maxSince:
		return nil, cli.Misuse("-since %s: the file has more than %d MiB", path, maxSince>>20)
	}
	list, err := decode(text)
	if err != nil {
		return nil, cli.Misuse("-since %s: %w; it has to be the output of list -format json or jsonl", path, err)
	}
	byCloud := map[string][]invitation.Invitation{}
	for _, i := range list {
		byCloud[i.Cloud] = append(byCloud[i.Cloud], i)
	}
	return byCloud, nil
}

// decode reads one array, or one object after the other.
func decode(text []byte) (list []invitation.Invitation, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) {
		if err := d.Decode(&list); err != nil {
			return nil, malformed(d, err)
		}
	} else {
		for d.More() {
			var i invitation.Invitation
			if err := d.Decode(&i); err != nil {
				return nil, malformed(d, err)
			}
			list = append(list, i)
		}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("something follows the list at byte %d", d.InputOffset())
	}
	for n, i := range list {
		if i.Cloud == "" || i.ID == "" {
			return nil, fmt.Errorf("invitation %d has no cloud or no id", n+1)
		}
	}
	return list, nil
}

// malformed does not quote what stands in the file.
func malformed(d *json.Decoder, err error) error {
	if field, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("%q is no %s at byte %d", field.Field, field.Type, field.Offset)
	}
	return fmt.Errorf("it is no complete JSON at byte %d", d.InputOffset())
}
