using Tasker.Planning.Files;

namespace Tasker.Planning.Tests.Files;

public sealed class ProgramPathTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-program-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_program_that_lies_in_the_current_folder_is_not_run_by_its_name()
    {
        var program = Make("git", isExecutable: true);

        Assert.Null(ProgramPath.Find("git", _folder, "::."));
        Assert.Null(ProgramPath.Find("git", _folder, null));
        Assert.Equal(program, ProgramPath.Find("git", "/", $"/nonexistent:{_folder}"));
        Assert.Equal(program, ProgramPath.Find("./git", _folder, null));
    }

    [Fact]
    public void What_cannot_be_executed_is_passed_over()
    {
        Make("bd", isExecutable: false);

        Assert.Null(ProgramPath.Find("bd", "/", _folder));
    }

    private string Make(string name, bool isExecutable)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, isExecutable ? UnixFileMode.UserRead | UnixFileMode.UserExecute : UnixFileMode.UserRead);
        }

        return path;
    }
}
