using System.Text.RegularExpressions;
using Tasker.Testing;

namespace Tasker.Architecture.Tests;

/// <summary>Tables of the guides whose last column is 'held by' name tests; each of those is there.</summary>
public sealed partial class HeldByTests
{
    [Fact]
    public void Every_test_that_a_guide_names_is_there()
    {
        var tests = RepositoryFiles.All.Where(path => path.StartsWith("tests/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(RepositoryFiles.Lines).SelectMany(line => Declared().Matches(line)).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var named = RepositoryFiles.All.Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && path.EndsWith(".md", StringComparison.Ordinal))
            .SelectMany(Named).ToArray();
        Assert.NotEmpty(named);

        Findings.None(named.Where(name => !IsThere(name.Test, tests)).Select(name => $"{name.Place}: there is no test '{name.Test}'"));
    }

    /// <summary>A name that is cut short ends with an ellipsis.</summary>
    private static bool IsThere(string name, HashSet<string> tests) =>
        name.EndsWith('…') ? tests.Any(test => test.StartsWith(name[..^1], StringComparison.Ordinal)) : tests.Contains(name);

    private static IEnumerable<(string Place, string Test)> Named(string document)
    {
        var inTable = false;
        var at = 0;
        foreach (var line in RepositoryFiles.Lines(document))
        {
            at++;
            var cells = line.StartsWith('|') ? line.Trim().Trim('|').Split(" | ") : [];
            var isHead = cells.Length > 1 && cells[^1].Trim() == "held by";
            if (inTable && cells.Length > 1)
            {
                foreach (Match name in Quoted().Matches(cells[^1]))
                {
                    yield return ($"{document}:{at}", name.Groups[1].Value);
                }
            }

            inTable = isHead || (inTable && cells.Length > 0);
        }
    }

    [GeneratedRegex(@"public (?:sealed (?:partial )?class|(?:static )?(?:async Task|Task|void|Property)) ([A-Za-z]\w+)")]
    private static partial Regex Declared();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
