using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Specs;

namespace Tasker.Planning.Bundles;

/// <summary>What <c>inputs/constraints.md</c> says about language, framework, tests and patterns. Words count as words: a category is no Go.</summary>
internal static class BundleConstraints
{
    private static readonly (string Word, string Name)[] Languages =
    [
        ("python", "python"), ("typescript", "typescript"), ("javascript", "javascript"), ("rust", "rust"), ("go", "go"), ("golang", "go"), ("java", "java"), ("kotlin", "kotlin"),
        ("c#", "csharp"), (".net", "csharp"), ("dotnet", "csharp"), ("ruby", "ruby"), ("php", "php"), ("swift", "swift"),
    ];

    private static readonly (string Word, string Name)[] Frameworks =
    [
        ("fastapi", "fastapi"), ("django", "django"), ("flask", "flask"), ("gin", "gin"), ("express", "express"), ("react", "react"), ("next.js", "nextjs"), ("asp.net", "aspnet"),
        ("spring", "spring"), ("rails", "rails"), ("axum", "axum"),
    ];

    private static readonly (string Word, string Name)[] Testing =
    [
        ("pytest", "pytest"), ("go test", "go test"), ("jest", "jest"), ("vitest", "vitest"), ("cargo test", "cargo test"), ("xunit", "xunit"), ("nunit", "nunit"), ("junit", "junit"), ("rspec", "rspec"),
    ];

    private static readonly (string Word, string Sentence)[] Patterns =
    [
        ("protocol", "Name interfaces as protocols, and depend on them."), ("protocols", "Name interfaces as protocols, and depend on them."),
        ("dataclass", "Keep data in dataclasses."), ("dataclasses", "Keep data in dataclasses."),
        ("factory", "Make objects in factories."), ("factories", "Make objects in factories."),
        ("interface", "Depend on interfaces."), ("interfaces", "Depend on interfaces."),
    ];

    /// <summary>The constraints; an empty object where there is no text.</summary>
    public static JsonObject Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        var spec = SpecText.Read(text);
        var (required, forbidden, wanted) = Lists(spec);
        var positive = string.Join('\n', spec.Lines.Where(l => !IsForbidding(spec, l)).Select(l => l.Text)).ToLowerInvariant();
        var constraints = new JsonObject();
        Put("language", Languages);
        Put("framework", Frameworks);
        Put("testing", Testing);
        constraints["patterns"] = JsonView.List(Patterns.Where(p => Has(positive, p.Word)).Select(p => p.Sentence).Concat(wanted).Distinct());
        constraints["required"] = JsonView.List(required);
        constraints["forbidden"] = JsonView.List(forbidden);
        constraints["raw"] = text;
        return constraints;

        void Put(string name, (string Word, string Name)[] known)
        {
            if (known.Where(k => Has(positive, k.Word)).Select(k => k.Name).FirstOrDefault() is { } found)
            {
                constraints[name] = found;
            }
        }
    }

    private static (List<string> Required, List<string> Forbidden, List<string> Patterns) Lists(SpecText spec)
    {
        var (required, forbidden, patterns) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var line in spec.Lines.Where(l => l.Kind is SpecLineKind.ListItem))
        {
            var item = line.Text[1..].TrimStart('.', ')', ' ', '\t');
            var title = spec.Sections[line.Section].Title.ToLowerInvariant();
            var list = IsForbidding(spec, line) ? forbidden
                : title.Contains("required", StringComparison.Ordinal) || title.Contains("must", StringComparison.Ordinal) ? required
                : title.Contains("pattern", StringComparison.Ordinal) || title.Contains("architecture", StringComparison.Ordinal) ? patterns
                : null;
            list?.Add(item);
        }

        return (required, forbidden, patterns);
    }

    private static bool IsForbidding(SpecText spec, SpecLine line)
    {
        var title = spec.Sections[line.Section].Title.ToLowerInvariant();
        return title.Contains("prohibited", StringComparison.Ordinal) || title.Contains("forbidden", StringComparison.Ordinal) || title.Contains("must not", StringComparison.Ordinal)
            || title.Contains("avoid", StringComparison.Ordinal) || line.Text.TrimStart('-', '*', '+', ' ').StartsWith("no ", StringComparison.OrdinalIgnoreCase)
            || line.Text.TrimStart('-', '*', '+', ' ').StartsWith("do not ", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Has(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !IsWord(text[at - 1])) && (end == text.Length || !IsWord(text[end])))
            {
                return true;
            }
        }

        return false;

        static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '-';
    }
}
