using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Values;
using Tasker.Executors.Logs;

namespace Tasker.Executors.Tests.Logs;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("API_KEY")]
    [InlineData("OPENAI_API_KEY")]
    [InlineData("GITHUB_TOKEN")]
    [InlineData("githubToken")]
    [InlineData("DbPassword")]
    [InlineData("dbpassword")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("client-secret")]
    [InlineData("SSH_PASSPHRASE")]
    public void Names_of_secrets_are_known(string name) => Assert.True(SecretNames.LooksSecret(name));

    [Theory]
    [InlineData("PATH")]
    [InlineData("MONKEY")]
    [InlineData("KEYBOARD")]
    [InlineData("MAX_TOKENS")]
    [InlineData("TOKENIZERS_PARALLELISM")]
    [InlineData("SSH_AUTH_SOCK")]
    [InlineData("SSL_KEY_FILE")]
    [InlineData("PWD")]
    [InlineData("")]
    [InlineData("___")]
    public void Other_names_are_not(string name) => Assert.False(SecretNames.LooksSecret(name));

    [Fact]
    public void The_longest_of_secrets_that_begin_alike_is_taken()
    {
        var mask = SecretMask.Of(["secret", "secret-and-more"]);

        Assert.Equal("*** ***!", mask.Apply("secret-and-more secret!"));
    }

    [Fact]
    public void Texts_anywhere_in_a_value_are_masked_and_nothing_else_changes()
    {
        var value = ValueJson.Read("""{"s3cret-value":1,"list":["a s3cret-value",true,null,{"deep":"s3cret-value"}]}"""u8);

        Assert.Equal("""{"s3cret-value":1,"list":["a ***",true,null,{"deep":"***"}]}""", ValueJson.Write(SecretMask.Of(["s3cret-value"]).Apply(value)));
        Assert.Same(value, SecretMask.None.Apply(value));
    }

    [Fact]
    public void Short_values_and_blanks_are_left_alone()
    {
        Assert.True(SecretMask.Of(["12345", "", "          "]).IsEmpty);
        Assert.Equal("12345", SecretMask.None.Apply("12345"));
    }

    [Fact]
    public void Each_line_of_a_value_of_several_lines_is_masked()
    {
        var mask = SecretMask.Of(["first-line\r\nsecond-line\r\n"]);

        Assert.Equal("a *** b", mask.Apply("a second-line b"));
        Assert.Equal("***", mask.Apply("first-line"));
    }

    [Fact]
    public void A_file_without_secrets_is_not_touched_and_one_with_them_holds_none_afterwards()
    {
        var property = Prop.ForAll(
            Gen.Choose(0, 400_000).Two().ToArbitrary(),
            pair =>
            {
                var (before, after) = pair;
                var path = Path.GetTempFileName();
                File.WriteAllText(path, new string('a', before) + "s3cret-value" + new string('b', after));
                LogFinish.Run(path, long.MaxValue, SecretMask.Of(["s3cret-value"]));
                var isRight = File.ReadAllText(path) == new string('a', before) + "***" + new string('b', after);
                var clean = File.GetLastWriteTimeUtc(path);
                LogFinish.Run(path, long.MaxValue, SecretMask.Of(["s3cret-value"]));
                isRight &= File.GetLastWriteTimeUtc(path) == clean && !File.Exists(path + ".tmp");
                File.Delete(path);
                return isRight;
            });

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(30), property);
    }

    [Fact]
    public void A_log_that_is_too_long_is_cut_at_line_ends_and_says_how_much()
    {
        var path = Path.GetTempFileName();
        File.WriteAllLines(path, Enumerable.Range(1000, 1000).Select(i => $"line {i}"));

        LogFinish.Run(path, 100, SecretMask.None);

        // 50 bytes hold five lines of ten.
        Assert.Equal(
            "line 1000\nline 1001\nline 1002\nline 1003\nline 1004\n[tasker: 9910 bytes cut here]\n"
            + "line 1996\nline 1997\nline 1998\nline 1999\n",
            File.ReadAllText(path));
        File.Delete(path);
    }

    [Fact]
    public void Nothing_is_said_of_a_log_that_is_not_there()
    {
        LogFinish.Run(Path.Combine(Path.GetTempPath(), "tasker-no-such.log"), 10, SecretMask.None);
    }
}
