package huaweiorg

import (
	"bytes"
	"encoding/json"
	"path/filepath"
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
		items, next, err := decodeList(body)
		if err != nil {
			require.Empty(t, items)
			require.Empty(t, next)
			return
		}
		require.True(t, json.Valid(bytes.TrimPrefix(body, []byte("\ufeff"))))
		b, err := json.Marshal(map[string]any{"handshakes": items, "page_info": map[string]string{"next_marker": next}})
		require.NoError(t, err)
		again, nextAgain, err := decodeList(b)
		require.NoError(t, err)
		require.Equal(t, items, again)
		require.Equal(t, next, nextAgain)
	})
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
		b, err := json.Marshal(map[string]any{"handshake": h})
		require.NoError(t, err)
		again, err := decodeOne(b)
		require.NoError(t, err)
		require.Equal(t, h, again)
	})
}
