using System.Text.Json.Nodes;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Planning.Documents;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Commands;

/// <summary>
/// A specification is made step by step, without an interview: everything that its gate asks for can be given by commands.
/// </summary>
public sealed class SpecSessionTests : IDisposable
{
    private readonly CommandLine _place = new() { Time = new ManualTime() };

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task From_the_topic_to_a_specification_and_its_records()
    {
        await OkAsync("spec", "session", "init", "Log in with a password");
        Assert.Equal(1, (await _place.RunAsync("spec", "session", "gate")).ExitCode);
        Assert.Contains("goal is not set", (await _place.RunAsync("spec", "session", "advance")).Error, StringComparison.Ordinal);
        await OkAsync("spec", "session", "set", "goal", "Users log in");
        await OkAsync("spec", "session", "set", "done-means", "A wrong password is refused", "A right one opens a session");
        await OkAsync("spec", "session", "set", "non_goals", "Single sign-on");
        await OkAsync("spec", "session", "set", "workflows", "Log in", "Log out");
        await OkAsync("spec", "session", "set", "workflows", "Reset", "--add");
        Assert.Equal("Advanced to phase: clarify\n", (await OkAsync("spec", "session", "advance")).Out);
        await OkAsync("spec", "session", "add-question", "How long is a password?", "--blocking");
        await OkAsync("spec", "session", "add-question", "Which colour?");
        Assert.Contains("How long is a password?", (await _place.RunAsync("spec", "session", "advance")).Error, StringComparison.Ordinal);
        await OkAsync("spec", "session", "resolve-question", "how long", "Eight letters");
        await OkAsync("spec", "session", "advance");
        await OkAsync("spec", "session", "advance");
        await OkAsync("spec", "generate", "adr", "-t", "Tokens are random", "-c", "Sessions need one", "-d", "32 bytes", "-a",
            "JWT: too long", "Cookies: no", "--consequences", "A table", "--applies-to", "log-in:Log in");
        await OkAsync("spec", "session", "add-decision", "Tokens are random", "--adr", "ADR-0001");
        Assert.Equal("0002\n", (await OkAsync("spec", "session", "next-adr")).Out);
        await OkAsync("spec", "generate", "adr", "--title", "Tokens last a day", "--context", "Why\n# not", "--decision", "A day",
            "--supersedes", "1", "--related", "1");

        Assert.Equal("Gate PASSED - ready for export\n", (await OkAsync("spec", "session", "gate")).Out);
        Snapshot.Match((await OkAsync("spec", "session", "status")).Out, "status");
        Snapshot.Match((await OkAsync("spec", "session", "show", "--json")).Out, "status-json");
        await OkAsync("spec", "generate", "spec");

        Snapshot.Match(_place.Read("docs/specs/log-in-with-a-password.md"), "spec");
        Snapshot.Match(
            _place.Read("docs/adrs/ADR-0001-tokens-are-random.md") + _place.Read("docs/adrs/ADR-0002-tokens-last-a-day.md"), "records");
        Assert.Contains(
            "- Answer to 'How long is a password?': Eight letters", _place.Read(".claude/clarify-session.md"), StringComparison.Ordinal);
        Assert.Empty(PlanningSchemas.Problems("spec-session", JsonNode.Parse(_place.Read(".claude/spec-session.json"))!));
        foreach (var phase in new[] { "decisions", "gate", "spec_review", "export", "complete" })
        {
            Assert.Equal($"Advanced to phase: {phase}\n", (await OkAsync("spec", "session", "advance")).Out);
        }

        Assert.Contains("no further phase", (await OkAsync("spec", "session", "advance")).Out, StringComparison.Ordinal);
        Assert.Contains("\"phase\": \"complete\"", _place.Read(".claude/spec-session.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_whose_command_was_cut_off_before_the_session_knew_it_is_not_written_twice()
    {
        string[] line = ["spec", "generate", "adr", "-t", "Use a file", "-c", "Data stays", "-d", "JSON"];
        await OkAsync("spec", "session", "init", "Bread");
        var before = _place.Read(".claude/spec-session.json");
        var first = await OkAsync(line);
        var after = _place.Read(".claude/spec-session.json");
        _place.Write(".claude/spec-session.json", before);

        Assert.Equal(first, await OkAsync(line));
        Assert.Equal(after, _place.Read(".claude/spec-session.json"));
        Assert.Contains("ADR-0002-use-a-file.md", (await OkAsync([.. line[..^1], "A table"])).Out, StringComparison.Ordinal);
        Assert.Contains("ADR-0003-use-a-file.md", (await OkAsync(line)).Out, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_place.Folder, "docs/adrs")).Length);
    }

    [Fact]
    public async Task A_new_session_asks_none_of_the_questions_of_an_earlier_one_of_its_name()
    {
        _place.Write(".tasker/specify/bread-questions-1.json", """{"questions":[{"question":"Old?"}]}""")
            .Write(".tasker/specify/cake-questions-1.json", "{}");

        await OkAsync("spec", "session", "init", "Bread");

        Assert.Equal(
            ["cake-questions-1.json"], Directory.GetFiles(Path.Combine(_place.Folder, ".tasker/specify")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_gate_that_is_closed_says_everything_that_is_missing()
    {
        await OkAsync("spec", "session", "init", "Bread");
        await OkAsync("spec", "session", "add-question", "Rye or wheat?", "--blocking");
        File.Delete(Path.Combine(_place.Folder, ".claude/clarify-session.md"));

        var told = await _place.RunAsync("spec", "session", "gate");
        var json = await _place.RunAsync("spec", "session", "gate", "--json");

        Assert.Equal((1, 1), (told.ExitCode, json.ExitCode));
        Snapshot.Match(told.Out + json.Out);
    }

    [Theory]
    [InlineData("spec session init Cake", "is not complete")]
    [InlineData("spec session init ", "is empty")]
    [InlineData("spec session init Cake --target-dir nowhere", "There is no target directory")]
    [InlineData("spec session status --target-dir elsewhere", "There is no session")]
    [InlineData("spec session gate --target elsewhere", "There is no session")]
    [InlineData("spec session set gaol x", "Did you mean")]
    [InlineData("spec session set goal one two", "is one text")]
    [InlineData("spec session set goal one --add", "is one text")]
    [InlineData("spec session add-question ", "is empty")]
    [InlineData("spec session resolve-question Who? me", "There is no open question")]
    [InlineData("spec session resolve-question Wh me", "2 open questions begin with")]
    [InlineData("spec session resolve-question Why? ", "is empty")]
    [InlineData("spec session add-decision ", "is empty")]
    [InlineData("spec generate adr -t A -c B -d C --supersedes 7", "There is no decision record ADR-0007")]
    [InlineData("spec generate adr -t A -c B -d C --number 3", "There is a decision record with this number")]
    [InlineData("spec generate adr -t A -c B -d C --number 10000", "is no value for --number")]
    [InlineData("spec generate adr -t  -c B -d C", "--title is empty")]
    [InlineData("spec generate adr -t A", "'--context' needs a value")]
    [InlineData("spec generate spec --target-dir elsewhere", "There is no session")]
    [InlineData("spec generate spec", "is there already")]
    public async Task What_cannot_be_is_refused_and_changes_nothing(string arguments, string why)
    {
        await OkAsync("spec", "session", "init", "Bread");
        await OkAsync("spec", "session", "add-question", "Why?");
        await OkAsync("spec", "session", "add-question", "When?");
        await OkAsync("spec", "generate", "adr", "-t", "Oven", "-c", "Heat", "-d", "Gas", "--number", "3");
        await OkAsync("spec", "generate", "spec");
        Directory.CreateDirectory(Path.Combine(_place.Folder, "elsewhere"));
        var before = Files();

        var told = await _place.RunAsync(arguments.Split(' '));
        var json = await _place.RunAsync([.. arguments.Split(' '), "--json"]);

        Assert.Equal((1, 1), (told.ExitCode, json.ExitCode));
        Assert.Contains(why, told.Error, StringComparison.Ordinal);
        Assert.False(json.Json()[0].GetProperty("ok").GetBoolean());
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task A_session_that_is_put_aside_is_kept_and_broken_ones_are_told()
    {
        await OkAsync("spec", "session", "init", "Bread");
        await OkAsync("spec", "session", "init", "Cake", "--force");
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_place.Folder, ".claude"), "spec-session*.json").Length);
        Directory.CreateDirectory(Path.Combine(_place.Folder, "src/deep"));
        Assert.Contains("Topic: Cake", (await OkAsync("spec", "session", "status", "--target-dir", ".")).Out, StringComparison.Ordinal);
        _place.Write(".claude/spec-session.json", "{\"topic\":");

        Assert.Contains("no valid JSON", (await _place.RunAsync("spec", "session", "status")).Error, StringComparison.Ordinal);
        _place.Write(".claude/spec-session.json", """{"topic":"Cake","phase":"dreaming"}""");
        Assert.Contains("'dreaming', which is none", (await _place.RunAsync("spec", "session", "status")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_at_once_lose_no_question_and_give_no_number_twice()
    {
        using var place = new CommandLine(); // Who waits for a lock needs a clock that goes.
        await place.RunAsync("spec", "session", "init", "Bread");

        var questions = Enumerable.Range(0, 20)
            .Select(i => Task.Run(() => place.RunAsync("spec", "session", "add-question", $"Question {i}?")));
        var records = Enumerable.Range(0, 10)
            .Select(i => Task.Run(() => place.RunAsync("spec", "generate", "adr", "-t", $"Decision {i}", "-c", "Why", "-d", "What")));

        Assert.All(await Task.WhenAll(questions.Concat(records)), told => Assert.True(told.ExitCode == 0, told.ToString()));
        var session = JsonNode.Parse(place.Read(".claude/spec-session.json"))!;
        Assert.Equal(20, session["open_questions"]!["non_blocking"]!.AsArray().Count);
        Assert.Equal(
            Enumerable.Range(1, 10).Select(i => $"ADR-{i:0000}"), session["adrs"]!.AsArray().Select(one => ((string)one!)[..8]).Order());
    }

    private string[] Files() =>
    [
        .. Directory.GetFiles(_place.Folder, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).Order().Select(path => path + File.ReadAllText(path)),
    ];

    private async Task<Outcome> OkAsync(params string[] arguments)
    {
        var told = await _place.RunAsync(arguments);
        Assert.True(told.ExitCode == 0, $"tasker {string.Join(' ', arguments)}: {told}");
        return told;
    }
}
