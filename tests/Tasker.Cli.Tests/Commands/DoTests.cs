using System.Text.Json;
using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary><c>tasker do</c>: which steps are meant, and that wrong input changes no file.</summary>
public sealed class DoTests : IDisposable
{
    private const string Spec = """
        # Plan

        - [x] **STEP 1**: One - done already ✓ [2026-01-02]
        - [ ] **STEP 2**: Two - to do
        - [x] **STEP 3**: Three - done already
        - [ ] **STEP 5**: Five - to do

        """;

    private const string Definitions = """
        step_1_one: { main: { command: echo 1 >> ran }, post_validation: [] }
        step_2_two: { main: { command: echo 2 >> ran }, post_validation: [] }
        step_3_three: { main: { command: echo 3 >> ran }, post_validation: [] }
        step_5_five: { main: { command: echo 5 >> ran }, post_validation: [] }

        """;

    private readonly CommandLine _place = new();

    public DoTests() => _place.Write("SPEC.md", Spec).Write(".claude/tasks/step_definitions.yaml", Definitions);

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("2", "do", "2")]
    [InlineData("1 2 3", "do", "1-3")]
    [InlineData("2 5", "do", "continue")]
    [InlineData("2 5", "do", "all")]
    [InlineData("5", "do", "--step", "5")]
    [InlineData("2 3", "do", "--step", "2-3")]
    [InlineData("2 5", "do", "--continue")]
    [InlineData("2 5", "run", "SPEC.md")]
    [InlineData("2 5", "run", ".")]
    [InlineData("2 5", "run", "SPEC.md", "-q")]
    public async Task The_steps_that_are_asked_for_are_done_and_ticked(string steps, params string[] arguments)
    {
        var told = await _place.RunAsync(arguments);

        Assert.True(told.ExitCode == 0, told.Error + told.Out);
        Assert.Equal(steps, string.Join(' ', _place.Read("ran").Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        foreach (var step in steps.Split(' '))
        {
            Assert.Contains($"- [x] **STEP {step}**", _place.Read("SPEC.md"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Definitions_where_they_are_not_read_are_told()
    {
        using var place = new CommandLine();
        place.Write("SPEC.md", Spec).Write("step_definitions.yaml", Definitions);

        var told = await place.RunAsync("do", "2", "--dry-run");

        Assert.Contains(
            "step_definitions.yaml: warning TSK3058: 'step_definitions.yaml' is not read.", told.Error, StringComparison.Ordinal);
        Assert.EndsWith("Move the file there.",
            told.Error.Split('\n').First(l => l.Contains("TSK3058", StringComparison.Ordinal)).TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TSK3020", "do", "0")]
    [InlineData("TSK3020", "do", "x")]
    [InlineData("TSK3020", "do", "-3")]
    [InlineData("TSK3020", "do", "01")]
    [InlineData("TSK3020", "do", "1-2-3")]
    [InlineData("TSK3020", "do", "contniue")]
    [InlineData("TSK3020", "do")]
    [InlineData("TSK3020", "do", "2", "--step", "3")]
    [InlineData("TSK3020", "do", "--step", "3", "--continue")]
    [InlineData("TSK3021", "do", "5-2")]
    [InlineData("TSK3022", "do", "4")]
    [InlineData("TSK3022", "do", "1-99")]
    [InlineData("TSK3009", "do", "2", "--file", "nowhere/SPEC.md")]
    public async Task Wrong_requests_give_2_and_change_nothing(string code, params string[] arguments)
    {
        var before = Files();

        var told = await _place.RunAsync(arguments);

        Assert.Equal(2, told.ExitCode);
        Assert.Contains(code, told.Error, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData("SPEC.md", "# nothing\n", "TSK3001")]
    [InlineData("SPEC.md", "- [ ] **STEP 2**: a - b\n- [ ] **STEP 2**: a - b\n", "TSK3002")]
    [InlineData(".claude/tasks/step_definitions.yaml", "step_2_two: [", "TSK2003")]
    [InlineData(".claude/tasks/step_definitions.yaml", "step_2_two: { main: { agent: nobody } }", "TSK3050")]
    [InlineData(".claude/tasks/step_definitions.yaml",
        "step_2_two: { main: { command: 'true', agent: claude, run_by: agent, skills: [nowhere] } }", "TSK3051")]
    [InlineData(".claude/tasks/step_definitions.yaml", "step_2_two: { main: { command: 'true', mode: chunked, chunks: [{ size: 0 }] } }",
        "TSK2013")]
    [InlineData("tasker.yaml", "agnets: {}", "TSK2011")]
    public async Task Wrong_files_give_2_and_change_nothing(string file, string text, string code)
    {
        _place.Write("tasker.yaml", "agents: { claude: { command: 'true' } }\n").Write(file, text);
        var before = Files();

        var told = await _place.RunAsync("do", "2");

        Assert.Contains(code, told.Error, StringComparison.Ordinal);
        Assert.Equal(2, told.ExitCode);
        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData("do", "2")]
    [InlineData("do", "2", "--json")]
    [InlineData("run", "SPEC.md")]
    [InlineData("run", "SPEC.md", "--detach")]
    public async Task A_plan_that_cannot_be_marked_is_refused_before_anything_is_done(params string[] arguments)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Modes of files are what is tested.
        }

        File.SetUnixFileMode(Path.Combine(_place.Folder, "SPEC.md"), UnixFileMode.UserRead);
        var before = Files();

        var told = await _place.RunAsync(arguments);

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("SPEC.md: error TSK3010: The file is read-only.", told.Error, StringComparison.Ordinal);
        Assert.Equal(before, Files());
        Assert.Equal(0, (await _place.RunAsync("do", "2", "--dry-run")).ExitCode);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task A_plan_that_is_a_link_out_of_the_project_is_refused()
    {
        var outside = Path.Combine(_place.Folder, "..", Path.GetRandomFileName());
        File.Move(Path.Combine(_place.Folder, "SPEC.md"), outside);
        try
        {
            File.CreateSymbolicLink(Path.Combine(_place.Folder, "SPEC.md"), outside);

            var told = await _place.RunAsync("do", "2");

            Assert.Equal(2, told.ExitCode);
            Assert.Contains("TSK3011", told.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(outside);
        }
    }

    [Fact]
    public async Task Json_is_one_document_on_standard_output_and_the_lines_go_to_standard_error()
    {
        var told = await _place.RunAsync("do", "2", "--json");

        using var json = JsonDocument.Parse(told.Out);
        Assert.Equal(1, json.RootElement.GetProperty("version").GetInt32());
        Assert.Equal("succeeded", json.RootElement.GetProperty("status").GetString());
        Assert.Equal(2, Assert.Single(json.RootElement.GetProperty("steps").EnumerateArray()).GetProperty("step").GetInt32());
        Assert.Contains("[STEP 2: Two]", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_of_wrong_input_is_one_document_with_the_findings()
    {
        using var json = JsonDocument.Parse((await _place.RunAsync("do", "4", "--json")).Out);

        Assert.False(json.RootElement.GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData("do", "continue")]
    [InlineData("do", "all")]
    [InlineData("run", "SPEC.md")]
    public async Task When_all_is_ticked_nothing_is_run_and_that_is_told(params string[] arguments)
    {
        _place.Write("SPEC.md", Spec.Replace("[ ]", "[x]", StringComparison.Ordinal));

        var told = await _place.RunAsync(arguments);
        var json = await _place.RunAsync([.. arguments, "--json"]);

        Assert.Equal(0, told.ExitCode);
        Assert.Contains("All 4 steps are ticked.", told.Error, StringComparison.Ordinal);
        Assert.Equal("succeeded", json.Json()[^1].GetProperty("status").GetString());
        Assert.False(Directory.Exists(Path.Combine(_place.Folder, ".tasker")));
    }

    [Fact]
    public async Task The_plan_of_the_project_around_is_found_from_a_folder_in_it()
    {
        _place.Write("tasker.yaml", "secrets: []\n").Write("inner/x", "");

        Assert.Equal(0, (await _place.RunAsync("do", "2", "--file", Path.Combine("inner", "..", "SPEC.md"))).ExitCode);
        Assert.Contains("[x] **STEP 2**", _place.Read("SPEC.md"), StringComparison.Ordinal);
    }

    private string Files() => string.Join('\n', Directory.EnumerateFileSystemEntries(_place.Folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => File.Exists(path) ? $"{path} {File.GetLastWriteTimeUtc(path):O} {File.ReadAllText(path)}" : path));
}
