using System.Text.RegularExpressions;
using Tasker.Testing;

namespace Tasker.Architecture.Tests;

/// <summary>Where a guide says which tests hold what it promises, these tests are there.</summary>
public sealed partial class HeldByTests
{
    private const string Column = "held by";

    [Fact]
    public void Each_test_that_a_guide_names_is_there()
    {
        var tests = SourceFiles.Tests.SelectMany(path => Named().Matches(RepositoryFiles.Read(path))
            .Select(match => match.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);
        var promised = RepositoryFiles.All.Where(path => path.StartsWith("docs/guide/", StringComparison.Ordinal)).SelectMany(Promises)
            .ToArray();

        Assert.True(promised.Length > 100, $"Only {promised.Length} tests are named in the guides.");
        Assert.Contains(promised, promise => promise.Place.StartsWith("docs/guide/planning.md", StringComparison.Ordinal));
        Findings.None(promised.Where(promise => !IsThere(promise.Test, tests))
            .Select(promise => $"{promise.Place}: there is no test '{promise.Test}'"));
    }

    [Fact]
    public void Each_line_of_such_a_table_names_a_test()
    {
        var lines = RepositoryFiles.All.Where(path => path.StartsWith("docs/guide/", StringComparison.Ordinal)).SelectMany(Rows).ToArray();

        Assert.NotEmpty(lines);
        Findings.None(lines.Where(line => !Code().IsMatch(line.HeldBy)).Select(line => $"{line.Place}: nothing is said to hold it"));
    }

    /// <summary>A name with an ellipsis at its end stands for every test that begins so.</summary>
    private static bool IsThere(string test, HashSet<string> tests) =>
        test.EndsWith('…') ? tests.Any(known => known.StartsWith(test[..^1], StringComparison.Ordinal)) : tests.Contains(test);

    private static IEnumerable<(string Place, string Test)> Promises(string path) =>
        Rows(path).SelectMany(row => Code().Matches(row.HeldBy).Select(match => (row.Place, match.Groups["code"].Value)));

    /// <summary>The last cells of the rows of every table whose last column is called so.</summary>
    private static IEnumerable<(string Place, string HeldBy)> Rows(string path)
    {
        var isOne = false;
        foreach (var (line, at) in RepositoryFiles.Lines(path).Select((line, at) => (line, at)))
        {
            var last = line.StartsWith('|') ? line.TrimEnd().TrimEnd('|').Split('|')[^1].Trim() : null;
            if (isOne && last is { Length: > 0 } && last.Any(c => c is not ('-' or ' ')))
            {
                yield return ($"{path}:{at + 1}", last);
            }

            isOne = last is not null && (isOne || last == Column);
        }
    }

    [GeneratedRegex(@"\b(?:void|Task|Property|class)\s+(?<name>[A-Z]\w+)")]
    private static partial Regex Named();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();
}
