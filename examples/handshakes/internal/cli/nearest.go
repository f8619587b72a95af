package cli

import "strings"

// DidYouMean returns what an error about an unknown word adds: the known word that is nearest,
// with the text before in front of it, or "" if none is near.
func DidYouMean(before, word string, known []string) string {
	if len(word) > maxWord {
		return ""
	}
	best, least := "", 1+max(1, len(word)/3)
	for _, k := range known {
		if len(k) > maxWord {
			continue
		}
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return " (did you mean " + before + best + "?)"
}

// distance counts the bytes to insert, remove, change or swap with the next one to make b of a.
// Both have at most maxWord bytes.
func distance(a, b string) int {
	var last, row, next [maxWord + 1]int
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next[j+1] = min(row[j]+cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], last[j-1]+1)
			}
		}
		last, row = row, next
	}
	return row[len(b)]
}

// maxWord is as long as any word that is known.
const maxWord = 32
