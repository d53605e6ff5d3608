using System.CommandLine;
using System.Text;
using Tasker.Cli.Commands;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Commands;

/// <summary>What the program says about itself: reviewed as one contract, and complete.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task The_help_of_every_command_is_what_the_contract_says()
    {
        var text = new StringBuilder();
        foreach (var command in All())
        {
            var words = CommandExamples.PathOf(command).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var help = await _place.RunAsync([.. words, "--help"]);
            Assert.Equal((0, ""), (help.ExitCode, help.Error));
            text.Append($"$ {string.Join(' ', ["tasker", .. words, "--help"])}\n{help.Out}\n");
        }

        Contract.Match("cli.txt", text.ToString());
    }

    [Fact]
    public void Every_command_argument_and_option_has_a_meaning_that_is_a_sentence()
    {
        var symbols = All().SelectMany(c => c.Arguments.Cast<Symbol>().Concat(c.Options.Where(o => !o.Hidden)).Append(c)).ToArray();

        Assert.All(symbols, symbol =>
        {
            var meaning = symbol.Description ?? "";
            Assert.True(meaning.EndsWith('.') && char.IsAsciiLetterUpper(meaning[0]), $"'{symbol.Name}': '{meaning}'");
        });
    }

    [Fact]
    public void Every_command_has_examples_that_it_understands()
    {
        Assert.All(All(), command =>
        {
            var examples = CommandExamples.Of(CommandExamples.PathOf(command));
            Assert.NotEmpty(examples);
            foreach (var (line, does) in examples)
            {
                Assert.NotEmpty(does);
                var words = Words(line);
                var result = CommandTree.Build(_place.SessionOf(TextWriter.Null, TextWriter.Null), null).Parse(words);
                Assert.True(result.Errors.Count == 0, $"{line}: {string.Join("; ", result.Errors.Select(e => e.Message))}");
            }
        });
    }

    [Fact]
    public void Each_example_belongs_to_its_command()
    {
        Assert.All(All().Where(c => c.Parents.Any()), command =>
        {
            var path = CommandExamples.PathOf(command);
            Assert.All(CommandExamples.Of(path), e => Assert.Contains($"tasker {path}", e.Line, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Help_fits_a_narrow_terminal()
    {
        using var narrow = new CommandLine { IsTerminal = true, Size = (60, 20) };

        var help = await narrow.RunAsync("runs", "logs", "--help");

        Assert.All(help.Out.Split('\n'), line => Assert.True(line.Length <= 60, $"{line.Length}: {line}"));
    }

    [Theory]
    [InlineData("--version")]
    public async Task The_version_is_one_line(string option)
    {
        var told = await _place.RunAsync(option);

        Assert.Equal(new Outcome(0, $"tasker {ProductVersion.Text}\n", ""), told);
    }

    private List<Command> All()
    {
        var all = new List<Command>();
        Add(CommandTree.Build(_place.SessionOf(TextWriter.Null, TextWriter.Null), null));
        return all;

        void Add(Command command)
        {
            all.Add(command);
            foreach (var inner in command.Subcommands.Where(c => !c.Hidden))
            {
                Add(inner);
            }
        }
    }

    /// <summary>The words after <c>tasker</c>, up to where the shell takes over.</summary>
    private static string[] Words(string line)
    {
        var own = line[(line.IndexOf("tasker", StringComparison.Ordinal) + "tasker".Length)..].Split(" > ")[0].Split(" | ")[0].TrimEnd(')');
        var parts = own.Split('"');
        return [.. parts.SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }
}
