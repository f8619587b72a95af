package invitation

import (
	"encoding/binary"
	"reflect"
	"time"
)

// modelEvery is the number of rows after which another row becomes the model, because
// neighbours in a list have more in common: an inviter, a note, a day.
const modelEvery = 500

// A compactor keeps rows of a list in a quarter of their memory: it stores how each row differs
// from an earlier one, its model. A row is a client's own value, and its times are in UTC.
type compactor struct {
	rows   int
	models []reflect.Value
}

// A compactRow is what a compactor keeps of a row: the number of the model, then each field. It
// has its own memory, so it does not keep a page of the list alive.
type compactRow string

// compact returns the row, or false if its type has fields that it cannot restore.
func (c *compactor) compact(row any) (_ compactRow, ok bool) {
	v := reflect.ValueOf(row)
	if !c.takes(v) {
		return "", false
	}
	if c.rows%modelEvery == 0 {
		c.models = append(c.models, v)
	}
	c.rows++
	last := len(c.models) - 1
	b := binary.AppendUvarint(make([]byte, 0, 512), uint64(last))
	return compactRow(appendDifference(b, v, c.models[last])), true
}

// takes reports whether v can be compacted: it has the type of the first row.
func (c *compactor) takes(v reflect.Value) bool {
	if len(c.models) > 0 {
		return v.IsValid() && v.Type() == c.models[0].Type()
	}
	return v.Kind() == reflect.Struct && canCompact(v.Type())
}

// restore returns the row as it was.
func (c *compactor) restore(row compactRow) any {
	r := compactReader{[]byte(row)}
	model := c.models[r.number()]
	v := reflect.New(model.Type()).Elem()
	r.read(v, model)
	return v.Interface()
}

var timeType = reflect.TypeFor[time.Time]()

// canCompact reports whether a type consists only of strings and times in exported fields.
func canCompact(t reflect.Type) bool {
	if t == timeType || t.Kind() == reflect.String {
		return true
	}
	if t.Kind() != reflect.Struct {
		return false
	}
	for i := range t.NumField() {
		if f := t.Field(i); !f.IsExported() || !canCompact(f.Type) {
			return false
		}
	}
	return true
}

// appendDifference appends the difference from the model: the end of a text, and the distance
// of a time, which is in UTC.
func appendDifference(b []byte, v, model reflect.Value) []byte {
	switch {
	case v.Kind() == reflect.String:
		text, like := v.String(), model.String()
		same := 0
		for same < min(len(text), len(like)) && text[same] == like[same] {
			same++
		}
		b = binary.AppendUvarint(b, uint64(same))
		b = binary.AppendUvarint(b, uint64(len(text)-same))
		return append(b, text[same:]...)
	case v.Type() == timeType:
		at, base := v.Interface().(time.Time), model.Interface().(time.Time)
		b = binary.AppendVarint(b, at.Unix()-base.Unix())
		return binary.AppendUvarint(b, uint64(at.Nanosecond()))
	default:
		for i := range v.NumField() {
			b = appendDifference(b, v.Field(i), model.Field(i))
		}
		return b
	}
}

// A compactReader reads what appendDifference wrote.
type compactReader struct{ rest []byte }

func (r *compactReader) read(v, model reflect.Value) {
	switch {
	case v.Kind() == reflect.String:
		same := model.String()[:r.number()]
		v.SetString(same + r.text())
	case v.Type() == timeType:
		seconds := model.Interface().(time.Time).Unix() + r.signed()
		v.Set(reflect.ValueOf(time.Unix(seconds, int64(r.number())).UTC()))
	default:
		for i := range v.NumField() {
			r.read(v.Field(i), model.Field(i))
		}
	}
}

func (r *compactReader) number() uint64 {
	number, n := binary.Uvarint(r.rest)
	r.rest = r.rest[n:]
	return number
}

func (r *compactReader) signed() int64 {
	number, n := binary.Varint(r.rest)
	r.rest = r.rest[n:]
	return number
}

func (r *compactReader) text() string {
	n := r.number()
	text := string(r.rest[:n])
	r.rest = r.rest[n:]
	return text
}
