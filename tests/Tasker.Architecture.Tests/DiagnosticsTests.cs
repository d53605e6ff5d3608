using System.Text.RegularExpressions;
using Tasker.Testing;

namespace Tasker.Architecture.Tests;

/// <summary>Codes of findings are promises: each means one thing, is explained, and is never used again.</summary>
public sealed partial class DiagnosticsTests
{
    [Fact]
    public void Each_code_stands_at_one_place_in_the_source()
    {
        var places = InSource();

        Assert.NotEmpty(places);
        var twice = places.GroupBy(x => x.Code).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(x => x.Place))}; give it a constant");
        Findings.None(twice);
    }

    [Fact]
    public void Each_code_is_explained_once_and_each_explanation_has_a_code()
    {
        var source = InSource().Select(x => x.Code).Distinct().Order().ToArray();
        var explained = Explained().Select(x => x.Code).Where(code => !IsRetired(code)).ToArray();

        Assert.NotEmpty(source);
        Assert.Equal(explained.Distinct().Order(), explained);
        Findings.None(source.Except(explained).Select(code => $"{code} is missing in docs/diagnostics.md"));
        Findings.None(explained.Except(source)
            .Select(code => $"{code} stands in docs/diagnostics.md, but not in the source; write 'Retired: …' when it is gone"));
    }

    [Fact]
    public void Codes_are_as_the_contract_says()
    {
        var lines = Explained().Select(x => $"{x.Code} {(IsRetired(x.Code) ? "retired" : x.Level)} {x.Says}");

        Contract.Match("diagnostics.txt", string.Join('\n', lines) + "\n");
    }

    private static bool IsRetired(string code) =>
        Explained().Single(x => x.Code == code).Says.StartsWith("Retired:", StringComparison.Ordinal);

    private static (string Code, string Place)[] InSource() =>
    [
        .. SourceFiles.Shipped.SelectMany(path => RepositoryFiles.Lines(path).SelectMany((line, at) =>
            Quoted().Matches(line).Select(match => (match.Groups["code"].Value, $"{path}:{at + 1}")))),
    ];

    private static (string Code, string Level, string Says)[] Explained() =>
    [
        .. RepositoryFiles.Lines("docs/diagnostics.md").Select(line => Row().Match(line)).Where(match => match.Success).Select(match =>
        {
            var says = match.Groups["says"].Value;
            var level = says.Contains("(warning)", StringComparison.Ordinal) ? "warning"
                : says.Contains("(note)", StringComparison.Ordinal) ? "note" : "error";
            return (match.Groups["code"].Value, level, says.Replace($" ({level})", "", StringComparison.Ordinal));
        }),
    ];

    [GeneratedRegex("\"(?<code>TSK[0-9]{4})\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^\| `?(?<code>TSK[0-9]{4})`? \| (?<says>.+?) \|$")]
    private static partial Regex Row();
}
