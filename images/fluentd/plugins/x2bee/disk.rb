# frozen_string_literal: true

require 'open3'

module X2bee
  # Whether the disk below a folder has less left than it should. Ruby itself cannot ask; `df` of any POSIX system can.
  class Disk
    def initialize(folder, reserve)
      @folder = folder
      @reserve = reserve
    end

    def full?
      free < @reserve
    end

    def free
      said, done = Open3.capture2('df', '-Pk', @folder)
      raise Errno::EIO, "df #{@folder}" unless done.success?

      said.lines.last.split[3].to_i * 1024
    end
  end
end
