// Prints, as JSON, every key that a runner's entry in config.toml may have and of what kind its value is: what the
// program's own structs say. Reads the Go files of a package, as `go run keys.go <gitlab-runner>/common`.
package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"os"
	"path/filepath"
	"reflect"
	"strings"
)

const first = "RunnerConfig"

type reader struct {
	types map[string]ast.Expr
	found map[string]string
}

func main() {
	files, err := filepath.Glob(filepath.Join(os.Args[1], "*.go"))
	if err != nil {
		log.Fatal(err)
	}
	all := reader{types: map[string]ast.Expr{}, found: map[string]string{}}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			log.Fatal(err)
		}
		all.remember(file)
	}
	root, ok := all.types[first].(*ast.StructType)
	if !ok {
		log.Fatalf("no struct %s in %s", first, os.Args[1])
	}
	all.fields(root, "", nil)
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", " ")
	if err := out.Encode(all.found); err != nil {
		log.Fatal(err)
	}
}

func (r reader) remember(file *ast.File) {
	for _, one := range file.Decls {
		group, ok := one.(*ast.GenDecl)
		if !ok || group.Tok != token.TYPE {
			continue
		}
		for _, spec := range group.Specs {
			made := spec.(*ast.TypeSpec)
			r.types[made.Name.Name] = made.Type
		}
	}
}

func (r reader) fields(of *ast.StructType, before string, above []string) {
	for _, field := range of.Fields.List {
		key := ""
		if field.Tag != nil {
			tag := reflect.StructTag(strings.Trim(field.Tag.Value, "`"))
			key, _, _ = strings.Cut(tag.Get("toml"), ",")
		}
		switch {
		case key == "-":
		case len(field.Names) == 0: // embedded: its fields stand here
			r.below(field.Type, before, above)
		case key != "":
			r.found[before+key] = r.kind(field.Type, before+key, above)
		}
	}
}

// kind says what stands behind a key, and adds the keys below it.
func (r reader) kind(of ast.Expr, path string, above []string) string {
	switch seen := of.(type) {
	case *ast.StarExpr:
		return r.kind(seen.X, path, above)
	case *ast.MapType:
		return "map"
	case *ast.ArrayType:
		if r.below(seen.Elt, path+".", above) {
			return "tables"
		}
		return "list"
	case *ast.Ident:
		if named, ok := r.types[seen.Name]; ok {
			if r.below(seen, path+".", above) {
				return "table"
			}
			return r.kind(named, path, above)
		}
		return seen.Name
	}
	return "other"
}

// below adds the keys of a struct; false for whatever is none.
func (r reader) below(of ast.Expr, before string, above []string) bool {
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	name, ok := of.(*ast.Ident)
	if !ok {
		return false
	}
	made, ok := r.types[name.Name].(*ast.StructType)
	if !ok {
		return false
	}
	for _, one := range above {
		if one == name.Name {
			return true
		}
	}
	r.fields(made, before, append(above, name.Name))
	return true
}
