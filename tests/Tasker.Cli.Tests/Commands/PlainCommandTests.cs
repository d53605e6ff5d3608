using System.CommandLine;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Cli.Commands;
using Tasker.Cli.Commands.Planning.Plain;
using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary>Commands whose words are read without the parser mean the same as with it.</summary>
public sealed class PlainCommandTests : IDisposable
{
    private static readonly string[] Shared = ["--planning-dir", "--format", "--json", "--help"];

    private readonly CommandLine _place = new();

    public static TheoryData<string> Paths() => [.. PlainCommands.Paths];

    public void Dispose() => _place.Dispose();

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_plain_command_is_declared_to_the_parser_as_it_is(string path)
    {
        var words = path.Split(' ');
        var (plain, length) = PlainCommands.Find(words)!.Value;
        var command = CommandOf(words);

        Assert.Equal(words.Length, length);
        Assert.Equal(plain.Arguments.Select(argument => argument.Name), command.Arguments.Select(argument => argument.Name));
        Assert.Equal(plain.Options.Select(option => option.Name), command.Options.Select(option => option.Name).Except(Shared));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void What_is_plain_means_the_same_to_the_parser(string path)
    {
        var begin = path.Split(' ');
        var plain = PlainCommands.Find(begin)!.Value.Command;
        string[] vocabulary =
        [
            .. plain.Options.Select(option => option.Name), .. plain.Options.SelectMany(option => option.Aliases), .. Shared, "-p", "-h",
            "json", "text", "xml", "3", "-1", "0", "x",
            "T001", "phase", "a b", "", "--", "@x", "--limit=3", "-px", "--jsno", "[x]", "--version", path.Split(' ')[^1],
        ];

        Prop.ForAll(Gen.Elements(vocabulary).ArrayOf(4).Zip(Gen.Choose(0, 4)).ToArbitrary(), typed =>
        {
            string[] words = [.. begin, .. typed.Item1.Take(typed.Item2)];
            if (PlainWords.Read(plain, words.AsSpan(begin.Length)) is not { } read)
            {
                return true;
            }

            var parsed = CommandTree.Build(_place.SessionOf(TextWriter.Null, TextWriter.Null), words).Parse(words, new ParserConfiguration
            {
                ResponseFileTokenReplacer = null,
            });
            return parsed.Errors.Count == 0 && UsageProblems.LooksLikeOption(parsed) is null
                && parsed.GetValue<string?>("--planning-dir") == read.Folder
                && (parsed.GetValue<bool>("--json") || parsed.GetValue<string?>("--format") == "json") == read.WantsJson
                && plain.Arguments.All(argument => parsed.GetValue<string?>(argument.Name) == read.Values.GetValueOrDefault(argument.Name))
                && plain.Options.All(option => option.HelpName is null
                    ? parsed.GetValue<bool>(option.Name) == read.Values.ContainsKey(option.Name)
                    : parsed.GetValue<string?>(option.Name) == (read.Values.GetValueOrDefault(option.Name) ?? option.Otherwise));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void What_all_commands_share_means_the_same_before_the_command(string path)
    {
        var plain = PlainCommands.Find(path.Split(' '))!.Value.Command;
        string[] begin = [.. path.Split(' '), .. plain.Arguments.Select(argument => argument.Words.FirstOrDefault() ?? "T001")];
        string[][] shared =
        [
            ["--json"], ["-p", "x"], ["--planning-dir", "x"], ["-p=x"], ["--planning-dir=x"], ["--format", "json"], ["--format=json"],
            ["--format", "text"],
        ];

        Prop.ForAll(Gen.Elements(shared).ArrayOf(2).Zip(Gen.Choose(1, 2)).ToArbitrary(), typed =>
        {
            string[] before = [.. typed.Item1.Take(typed.Item2).SelectMany(option => option)];
            var behind = PlainCommands.WithSharedBehind([.. before, .. begin]);
            var (moved, meant) = (Parse(behind), Parse([.. begin, .. before]));
            var plain = PlainCommands.Find(behind) is var (command, length) ? PlainWords.Read(command, behind.AsSpan(length)) : null;
            return behind.Take(begin.Length).SequenceEqual(begin) && moved.Errors.Count == meant.Errors.Count
                && (moved.Errors.Count > 0
                    || ((plain is null || (plain.Folder == FolderOf(meant) && plain.WantsJson == WantsJson(meant)))
                        && FolderOf(moved) == FolderOf(meant) && WantsJson(moved) == WantsJson(meant)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    [Theory]
    [InlineData("--json state ready", "state ready --json")]
    [InlineData("--json -p x state task start T001 -- y", "state task start T001 --json -p x -- y")]
    [InlineData("--json validate -p x dag", "validate dag --json -p x")]
    [InlineData("validate --json flow.yaml", "validate flow.yaml --json")]
    [InlineData("--json --help", "--json --help")]
    [InlineData("-p", "-p")]
    [InlineData("state ready --json", "state ready --json")]
    [InlineData("--jsn state ready", "--jsn state ready")]
    public void Only_shared_options_before_a_command_are_moved(string typed, string meant) =>
        Assert.Equal(meant.Split(' '), PlainCommands.WithSharedBehind(typed.Split(' ')));

    [Theory]
    [InlineData("--json")]
    [InlineData("-p x")]
    public async Task Shared_options_without_a_command_are_told_as_that(string typed)
    {
        var told = await _place.RunAsync(typed.Split(' '));

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("'tasker' needs to be told what to do", told.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state ready --limit 3 --json -p x")]
    [InlineData("state start-task T001")]
    [InlineData("state get-field phase --format json")]
    [InlineData("evaluate -o report.md")]
    public void Common_calls_are_plain(string line)
    {
        var words = line.Split(' ');
        var (plain, length) = PlainCommands.Find(words)!.Value;

        Assert.NotNull(PlainWords.Read(plain, words.AsSpan(length)));
    }

    private static string? FolderOf(ParseResult parsed) => parsed.GetValue<string?>("--planning-dir");

    private static bool WantsJson(ParseResult parsed) => parsed.GetValue<bool>("--json") || parsed.GetValue<string?>("--format") == "json";

    private ParseResult Parse(string[] words) =>
        CommandTree.Build(_place.SessionOf(TextWriter.Null, TextWriter.Null), words).Parse(words, new ParserConfiguration
        {
            ResponseFileTokenReplacer = null,
        });

    private Command CommandOf(string[] words)
    {
        var command = CommandTree.Build(_place.SessionOf(TextWriter.Null, TextWriter.Null), null);
        foreach (var word in words)
        {
            command = command.Subcommands.Single(inside => inside.Name == word);
        }

        return command;
    }
}
