using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary>Completion scripts, by the shells that are here.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("bash", "bash", "-n")]
    [InlineData("zsh", "bash", "-n")] // What zsh takes here is its bash form and one line before it.
    [InlineData("zsh", "zsh", "-n")]
    [InlineData("fish", "fish", "--no-execute")]
    public async Task The_script_is_well_formed(string kind, string shell, string check)
    {
        await WriteAsync(kind);
        if (Find(shell) is not { } program)
        {
            return; // Nothing here can judge it.
        }

        var (exit, _, error) = await RunAsync(program, check, Path.Combine(_place.Folder, "script"));

        Assert.True(exit == 0, error);
        Assert.Equal("", error);
    }

    [Theory]
    [InlineData("tasker ru", "run runs")]
    [InlineData("tasker runs re", "refuse restore resume retry")]
    [InlineData("tasker run --d", "--detach --dry-run")]
    [InlineData("tasker runs logs --fo", "--follow")]
    [InlineData("tasker completion ", "bash fish zsh")]
    [InlineData("tasker graph --format ", "dot json mermaid svg")]
    public async Task Bash_completes_what_is_begun(string typed, string expected)
    {
        if (Find("bash") is not { } bash)
        {
            return;
        }

        await WriteAsync("bash");
        var words = typed.Split(' ');
        var line = string.Join(' ', words.Select(w => $"'{w}'"));
        var script = $"source ./script; COMP_WORDS=({line}); COMP_CWORD={words.Length - 1}; _tasker; printf '%s\\n' \"${{COMPREPLY[@]}}\"";
        var (exit, output, error) = await RunAsync(bash, "--norc", "-c", script);

        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(expected.Split(' '),
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(w => w != "script").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Paths_are_completed_where_a_path_stands()
    {
        if (Find("bash") is not { } bash)
        {
            return;
        }

        _place.Write("plan with blanks.yaml", "");
        await WriteAsync("bash");
        var (_, output, _) = await RunAsync(
            bash, "--norc", "-c", "source ./script; COMP_WORDS=(tasker run pl); COMP_CWORD=2; _tasker; printf '%s\\n' \"${COMPREPLY[@]}\"");

        Assert.Equal("plan with blanks.yaml\n", output);
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private async Task WriteAsync(string kind)
    {
        var told = await _place.RunAsync("completion", kind);
        Assert.Equal((0, ""), (told.ExitCode, told.Error));
        _place.Write("script", told.Out);
    }

    private Task<Outcome> RunAsync(string program, params string[] arguments) =>
        RealProgram.RunAsync(program, _place.Folder, new Dictionary<string, string>(), arguments);
}
