using System.Text.RegularExpressions;
using Tasker.Testing;

namespace Tasker.Architecture.Tests;

/// <summary>The C# files of the repository and the types that stand in them.</summary>
internal static partial class SourceFiles
{
    /// <summary>Files of <c>src/</c>.</summary>
    public static string[] Shipped { get; } = Below("src/");

    /// <summary>Files of <c>tests/</c>.</summary>
    public static string[] Tests { get; } = Below("tests/");

    /// <summary>All of them.</summary>
    public static IEnumerable<string> All => Shipped.Concat(Tests).Concat(Below("bench/"));

    /// <summary>Names of the types that stand at the outer level of a file, in its order.</summary>
    public static string[] OuterTypes(string path) =>
        [.. RepositoryFiles.Lines(path).Select(line => OuterType().Match(line)).Where(m => m.Success).Select(m => m.Groups["name"].Value)];

    private static string[] Below(string folder) =>
        [.. RepositoryFiles.All.Where(
            path => path.StartsWith(folder, StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))];

    // With file-scoped namespaces, which the build enforces, a type at the outer level begins at the margin.
    [GeneratedRegex("""
        ^(?:(?:public|internal|file|sealed|static|abstract|readonly|partial|unsafe|ref)\s+)*
        (?:class|record\s+struct|record\s+class|record|struct|interface|enum|delegate\s+\S+)\s+(?<name>\w+)
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex OuterType();
}
