package export

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
)

// A seen counts the invitations in the file. An ID tells invitations apart. Those without
// one are told apart by their lines: the list may really have some that are equal.
type seen map[string]int

// key returns what tells an invitation apart. No ID begins as a line does.
func key(id string, line []byte) string {
	if id != "" {
		return "id " + id
	}
	return string(line)
}

// without leaves out what is in the file. A line without an ID is left out once for each time
// that it is there.
func (s seen) without(rows []invitation.Invitation) []invitation.Invitation {
	var out []invitation.Invitation
	for _, r := range rows {
		line, _ := lines([]invitation.Invitation{r}) // an error comes again when the row is written
		k := key(r.ID, line)
		switch {
		case s[k] == 0:
			out = append(out, r)
		case r.ID == "":
			s[k]--
		}
	}
	return out
}

// readLines reads what is in the file, line by line.
func (o *output) readLines(r io.Reader) error {
	o.seen = seen{}
	for b := bufio.NewReader(r); ; {
		text, err := b.ReadBytes('\n')
		switch {
		case errors.Is(err, io.EOF) && len(text) == 0:
			return nil
		case err != nil && !errors.Is(err, io.EOF):
			return err
		}
		var line struct{ Cloud, ID string }
		if err := json.Unmarshal(text, &line); err != nil {
			return err
		}
		if _, ok := o.state.Places[line.Cloud]; !ok {
			return errors.New("there is a line of no cloud that is exported")
		}
		o.items++
		if line.Cloud == clouds.AlibabaName {
			o.seen[key(line.ID, text)]++
		}
	}
}
