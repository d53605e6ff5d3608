using System.Text.RegularExpressions;
using Tasker.Testing;

namespace Tasker.Architecture.Tests;

/// <summary>Documents lead somewhere, and the repository speaks of nothing but the product.</summary>
public sealed partial class DocumentsTests
{
    private static readonly string[] Documents = [.. RepositoryFiles.All.Where(path => path.EndsWith(".md", StringComparison.Ordinal))];

    /// <summary>Hosts that a text may name: places that readers can open, and names that are set aside for examples.</summary>
    private static readonly string[] Hosts =
    [
        "dotnet.microsoft.com", "json-schema.org", "keepachangelog.com", "semver.org", "www.apache.org", "www.w3.org", "www.sqlite.org",
        "learn.microsoft.com", "github.com", "yaml.org", "mermaid.js.org", "no-color.org", "localhost", "127.0.0.1",
    ];

    [Fact]
    public void Links_between_files_lead_to_a_file_and_a_heading()
    {
        var links = Documents.SelectMany(LinksOf).ToArray();
        Assert.NotEmpty(links);

        Findings.None(links.Select(Problem).OfType<string>());
    }

    [Fact]
    public void Each_document_below_docs_can_be_reached_from_its_index()
    {
        var reached = new HashSet<string> { "docs/README.md" };
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var document))
        {
            foreach (var (_, _, target) in LinksOf(document))
            {
                var path = Resolve(document, target.Split('#')[0]);
                if (path.EndsWith(".md", StringComparison.Ordinal) && RepositoryFiles.All.Contains(path) && reached.Add(path))
                {
                    open.Enqueue(path);
                }
            }
        }

        Findings.None(Documents.Where(path => path.StartsWith("docs/", StringComparison.Ordinal)).Except(reached));
    }

    [Fact]
    public void No_file_names_a_folder_of_the_machine_that_it_was_written_on()
    {
        // Written apart, or this file would find itself.
        string[] folders = ["/wo" + "rk/", "/tmp/" + "wt", "/ro" + "ot/", "/Us" + "ers/"];
        var texts = Texts();
        Assert.NotEmpty(texts);

        Findings.None(texts.SelectMany(path => RepositoryFiles.Lines(path)
            .Select((line, at) => (line, at))
            .Where(x => folders.Any(folder => x.line.Contains(folder, StringComparison.Ordinal)))
            .Select(x => $"{path}:{x.at + 1}: {x.line.Trim()}")));
    }

    [Fact]
    public void Addresses_lead_to_public_places_only()
    {
        var addresses = Texts()
            .SelectMany(path => Address().Matches(RepositoryFiles.Read(path)).Select(match => (path, host: match.Groups["host"].Value)))
            .ToArray();
        Assert.NotEmpty(addresses);

        Findings.None(addresses.Where(x => !Hosts.Contains(x.host) && !IsExample(x.host)).Select(x => $"{x.path}: {x.host}"));
    }

    [Fact]
    public void The_root_holds_nothing_that_belongs_elsewhere()
    {
        string[] expected =
        [
            ".editorconfig", ".gitattributes", ".gitignore", "ARCHITECTURE.md", "BannedSymbols.txt", "CHANGELOG.md", "CONTRIBUTING.md",
            "Directory.Build.props", "Directory.Packages.props", "LICENSE", "README.md", "Tasker.slnx", "global.json", "tasker", "test",
        ];

        Assert.Equal(expected, RepositoryFiles.All.Where(path => !path.Contains('/')));
    }

    private static string? Problem((string Document, int Line, string Target) link)
    {
        var parts = link.Target.Split('#', 2);
        var path = parts[0].Length == 0 ? link.Document : Resolve(link.Document, parts[0]);
        var full = Path.Combine(RepositoryFiles.Root, path);
        if (!File.Exists(full) && !Directory.Exists(full))
        {
            return $"{link.Document}:{link.Line}: there is no {path}";
        }

        return parts.Length == 2 && path.EndsWith(".md", StringComparison.Ordinal) && !Anchors(path).Contains(parts[1])
            ? $"{link.Document}:{link.Line}: {path} has no heading #{parts[1]}"
            : null;
    }

    private static IEnumerable<(string Document, int Line, string Target)> LinksOf(string document) =>
        WithoutFences(document).SelectMany(line => Link().Matches(line.Text)
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal))
            .Select(target => (document, line.Number, target)));

    private static HashSet<string> Anchors(string document) =>
    [
        .. WithoutFences(document)
            .Where(line => line.Text.StartsWith('#'))
            .Select(line => NoAnchor().Replace(line.Text.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-')),
    ];

    private static IEnumerable<(int Number, string Text)> WithoutFences(string document)
    {
        var inside = false;
        foreach (var (number, text) in RepositoryFiles.Lines(document).Select((text, at) => (at + 1, text)))
        {
            if (text.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                inside = !inside;
            }
            else if (!inside)
            {
                yield return (number, text.StartsWith('#') ? text : CodeSpan().Replace(text, ""));
            }
        }
    }

    private static string Resolve(string document, string target) =>
        Path.GetRelativePath(
            RepositoryFiles.Root, Path.GetFullPath(Path.Combine(RepositoryFiles.Root, Path.GetDirectoryName(document)!, target)))
            .Replace('\\', '/');

    private static string[] Texts() => [.. RepositoryFiles.All.Where(path => Path.GetExtension(path) is not (".png" or ".db" or ".bin"))];

    private static bool IsExample(string host) =>
        host is "example.com" or "example.org" || host.EndsWith(".example", StringComparison.Ordinal) || !host.Contains('.');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`(?!\\])")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@"https?://(?<host>[A-Za-z0-9.-]*[A-Za-z0-9])")]
    private static partial Regex Address();
}
