using System.Text.RegularExpressions;
using Tasker.Testing;

namespace Tasker.Architecture.Tests;

/// <summary>What every source file keeps to.</summary>
public sealed partial class HabitsTests
{
    /// <summary>Files with several classes at their outer level, and why they are read together.</summary>
    private static readonly Dictionary<string, string> Families = new()
    {
        ["src/Tasker.Engine/Ports/IExecutor.cs"] = "The port and the two narrow interfaces that it speaks through.",
        ["src/Tasker.Formats/Steps/Journal/StepsConsole.cs"] = "The console and the narrow interface that its kinds of lines share.",
        ["src/Tasker.Formats/Steps/Translation/StepLabels.cs"] = "The keys of labels, one small class per kind of node.",
        ["src/Tasker.Storage/Sqlite/PendingWrite.cs"] = "A closed family: the base and its one generic case.",
        ["tests/Tasker.Testing/Executors/ScriptedExecutor.cs"] = "The executor and the attempt that a test holds in its hand.",
    };

    [Fact]
    public void Files_stay_small()
    {
        Assert.NotEmpty(SourceFiles.Shipped);
        Assert.NotEmpty(SourceFiles.Tests);

        var large = SourceFiles.Shipped.Select(path => (path, limit: 400))
            .Concat(SourceFiles.Tests.Select(path => (path, limit: 600)))
            .Select(x => (x.path, x.limit, lines: RepositoryFiles.Lines(x.path).Length))
            .Where(x => x.lines > x.limit)
            .Select(x => $"{x.path}: {x.lines} lines; {x.limit} are allowed");

        Findings.None(large);
    }

    [Fact]
    public void Each_file_holds_the_type_that_it_is_named_after()
    {
        var files = SourceFiles.All.Where(path => SourceFiles.OuterTypes(path).Length > 0).ToArray();
        Assert.NotEmpty(files);

        // A port or a family of small records may name its file after what they are about.
        var misnamed = files
            .Select(path => (path, types: SourceFiles.OuterTypes(path), name: Path.GetFileName(path).Split('.')[0]))
            .Where(x => x.types.Length == 1 && x.types[0] != x.name)
            .Select(x => $"{x.path}: holds {x.types[0]}");

        Findings.None(misnamed);
    }

    [Fact]
    public void Each_file_holds_one_class_and_at_most_the_small_records_that_it_speaks_in()
    {
        var crowded = SourceFiles.All
            .Where(path => RepositoryFiles.Lines(path).Count(line => OuterClass().IsMatch(line)) > 1)
            .ToArray();

        Assert.NotEmpty(crowded); // The families: the pattern sees something.
        Findings.None(crowded.Except(Families.Keys));
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        var declared = SourceFiles.All
            .SelectMany(path => RepositoryFiles.Lines(path)
                .Where(line => line.StartsWith("namespace ", StringComparison.Ordinal))
                .Select(line => (path, name: line["namespace ".Length..].TrimEnd(';'))))
            .ToArray();
        Assert.NotEmpty(declared);

        var astray = declared
            .Where(x => x.name != Path.GetDirectoryName(x.path)!.Split('/', 2)[1].Replace('/', '.'))
            .Select(x => $"{x.path}: namespace {x.name}");

        Findings.None(astray);
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        // Written apart, or this file would find itself.
        string[] marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "XX" + "X"];
        var texts = RepositoryFiles.All.Where(IsText).ToArray();
        Assert.NotEmpty(texts);

        var found = texts.SelectMany(path => RepositoryFiles.Lines(path)
            .Select((line, at) => (line, at))
            .Where(x => marks.Any(mark => Regex.IsMatch(x.line, $@"\b{mark}\b")))
            .Select(x => $"{path}:{x.at + 1}: {x.line.Trim()}"));

        Findings.None(found);
    }

    [Fact]
    public void Each_suppressed_warning_has_its_reason_on_the_same_line()
    {
        var pragmas = SourceFiles.All.SelectMany(path => RepositoryFiles.Lines(path)
            .Select((line, at) => (place: $"{path}:{at + 1}", text: line.Trim()))
            .Where(x => x.text.StartsWith("#pragma warning disable", StringComparison.Ordinal))).ToArray();
        Assert.NotEmpty(pragmas);

        Findings.None(pragmas.Where(x => !Reason().IsMatch(x.text)).Select(x => $"{x.place}: {x.text}"));
        Assert.DoesNotContain(
            SourceFiles.All, path => RepositoryFiles.Read(path).Contains("[Suppress" + "Message", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_place_that_catches_everything_is_in_the_table_of_ARCHITECTURE_md()
    {
        var listed = MarkdownTable.Below("ARCHITECTURE.md", "Where everything may be caught").Select(row => row[0]).ToArray();
        var actual = SourceFiles.Shipped
            .Where(path => RepositoryFiles.Read(path).Contains("#pragma warning disable CA1031", StringComparison.Ordinal))
            .ToArray();

        Assert.NotEmpty(actual);
        Assert.Equal(actual.Order(), listed.Order());
    }

    [Fact]
    public void Nothing_is_folded_into_regions()
    {
        var regions = SourceFiles.All.Where(path => RepositoryFiles.Lines(path)
            .Any(line => line.TrimStart().StartsWith("#reg" + "ion", StringComparison.Ordinal)));

        Assert.NotEmpty(SourceFiles.All);
        Findings.None(regions);
    }

    private static bool IsText(string path) =>
        Path.GetExtension(path) is ".cs" or ".csproj" or ".props" or ".md" or ".yaml" or ".yml" or ".json" or ".sh" or ".txt" or "";

    [GeneratedRegex(
        @"^((public|internal|file|sealed|static|abstract|readonly|partial|unsafe|ref)\s+)*(class|struct|interface)\s+\w+(?<!Exception)\b")]
    private static partial Regex OuterClass();

    [GeneratedRegex(@"//\s*\S+(\s+\S+){2,}")]
    private static partial Regex Reason();
}
