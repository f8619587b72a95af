package alibabarm

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func seedFixtures(f *testing.F) {
	names, err := filepath.Glob("testdata/F*")
	require.NoError(f, err)
	require.NotEmpty(f, names)
	for _, name := range names {
		f.Add(fixture(f, filepath.Base(name)))
	}
	for _, body := range notAnAnswer {
		if len(body) < 4096 { // long seeds only make the fuzzer slow
			f.Add([]byte(body))
		}
	}
}

func FuzzDecodeList(f *testing.F) {
	seedFixtures(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		page, err := decodeList(body)
		if err != nil {
			require.Zero(t, page)
			return
		}
		b, err := json.Marshal(map[string]any{
			"Handshakes": map[string]any{"Handshake": page.Items},
			"PageNumber": page.Number, "PageSize": page.Size, "TotalCount": page.Total, "RequestId": page.RequestID,
		})
		require.NoError(t, err)
		again, err := decodeList(b)
		require.NoError(t, err)
		require.Equal(t, page, again)
		againstXML(t, page.Items)
	})
}

// againstXML writes rows as XML and reads them again, where XML can hold them.
func againstXML(t *testing.T, rows []Handshake) {
	var b bytes.Buffer
	b.WriteString("<XResponse><Handshakes>")
	for _, h := range rows {
		b.WriteString("<Handshake>")
		for name, text := range map[string]string{"HandshakeId": h.ID, "Note": h.Note, "TargetEntity": h.TargetEntity} {
			if strings.ContainsFunc(text, func(r rune) bool { return r == '\uFFFD' || r < ' ' || r > 0xFFFD && r < 0x10000 }) {
				return
			}
			b.WriteString("<" + name + ">")
			require.NoError(t, xml.EscapeText(&b, []byte(text)))
			b.WriteString("</" + name + ">")
		}
		b.WriteString("</Handshake>")
	}
	b.WriteString("</Handshakes></XResponse>")
	page, err := decodeList(b.Bytes())
	require.NoError(t, err)
	require.Len(t, page.Items, len(rows))
	for i, h := range rows {
		require.Equal(t, Handshake{ID: h.ID, Note: h.Note, TargetEntity: h.TargetEntity}, page.Items[i])
	}
}

func FuzzDecodeOne(f *testing.F) {
	seedFixtures(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		h, err := decodeOne(body)
		if err != nil {
			require.Zero(t, h)
			return
		}
		require.NotEmpty(t, h.ID)
		b, err := json.Marshal(map[string]any{"Handshake": h})
		require.NoError(t, err)
		again, err := decodeOne(b)
		require.NoError(t, err)
		require.Equal(t, h, again)
	})
}
