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
	for _, body := range notAResponse {
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
			"PageNumber": page.Number, "PageSize": page.Size, "TotalCount": page.Total,
			"RequestId": page.RequestID,
		})
		require.NoError(t, err)
		again, err := decodeList(b)
		require.NoError(t, err)
		require.Equal(t, page, again)
		againstXML(t, page.Items)
	})
}

// againstXML writes rows as XML and decodes them, if XML can hold them.
func againstXML(t *testing.T, rows []Handshake) {
	var texts []map[string]string
	for _, h := range rows {
		texts = append(texts, map[string]string{"HandshakeId": h.ID, "Note": h.Note, "TargetEntity": h.TargetEntity})
	}
	body, ok := xmlOf(t, "Handshake", texts)
	if !ok {
		return
	}
	page, err := decodeList(body)
	require.NoError(t, err)
	require.Len(t, page.Items, len(rows))
	for i, h := range rows {
		require.Equal(t, Handshake{ID: h.ID, Note: h.Note, TargetEntity: h.TargetEntity}, page.Items[i])
	}
}

// xmlOf writes rows of texts as a response in XML. It returns false if XML cannot hold a text.
func xmlOf(t *testing.T, row string, rows []map[string]string) (body []byte, ok bool) {
	var b bytes.Buffer
	b.WriteString("<XResponse><" + row + "s>")
	for _, texts := range rows {
		b.WriteString("<" + row + ">")
		for name, text := range texts {
			if strings.ContainsFunc(text, func(r rune) bool { return r == '\uFFFD' || r < ' ' || r > 0xFFFD && r < 0x10000 }) {
				return nil, false
			}
			b.WriteString("<" + name + ">")
			require.NoError(t, xml.EscapeText(&b, []byte(text)))
			b.WriteString("</" + name + ">")
		}
		b.WriteString("</" + row + ">")
	}
	b.WriteString("</" + row + "s></XResponse>")
	return b.Bytes(), true
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
